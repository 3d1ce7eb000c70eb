/** @file CTC losses and their gradients, by the recursions of Graves et al. (2006), in double precision. */
import type { Inputs } from "../../engine/contract.ts";
import { floats, integers } from "../../engine/inputs.ts";
import type { Ctc } from "../types.ts";
import { lattice, type Sequence } from "./ctc-lattice.ts";
import { ctcLoss } from "./ctc-loss.ts";
import { type ExpectedOutputs, ROUNDING, spread } from "./sample.ts";

/** More logits than this take seconds. */
const LARGE = 2 ** 25;

/**
 * Losses are allowed 1e-4 of them. The gradient is of probabilities that float32 implementations have as exponentials of sums
 * and differences of logarithms as large as the loss, rounded at each of the frames; roundings of either sign add up by the
 * root of their number. Allowed are four times that.
 */
export function expectedCtc({ batch, frames, labels, classes }: Ctc, inputs: Inputs): ExpectedOutputs {
  const [logits, targets] = [floats(inputs, "logits"), integers(inputs, "labels")];
  const sequenceOf = (index: number): Sequence => ({
    logits: logits.subarray(index * frames * classes, (index + 1) * frames * classes),
    labels: targets.subarray(index * labels, (index + 1) * labels),
    frames,
    classes,
  });
  // Of large batches the first, the one in the middle, and the last.
  const few = [...new Set([0, Math.floor(batch / 2), batch - 1])];
  const known = logits.length <= LARGE ? Array.from({ length: batch }, (_, index) => index) : few;
  const losses = known.map((index) => ctcLoss(sequenceOf(index)));

  const indices: number[] = [];
  const values: number[] = [];
  for (const index of few) {
    const sequence = sequenceOf(index);
    const { gradientAt } = lattice(sequence);
    for (const frame of spread(frames, 9)) {
      for (const column of new Set([0, ...sequence.labels.slice(0, 4), ...spread(classes, 6)])) {
        indices.push((index * frames + frame) * classes + column);
        values.push(gradientAt(frame, column));
      }
    }
  }
  const top = Math.max(...losses);
  const sum = losses.reduce((a, b) => a + b, 0);
  return {
    losses: { indices: known, values: losses, tolerance: 1e-4 * Math.min(...losses) },
    ...(known.length === batch ? { loss: { indices: [0], values: [sum], tolerance: 1e-4 * sum } } : {}),
    gradient: { indices, values, tolerance: 4 * top * Math.sqrt(frames) * ROUNDING },
  };
}
