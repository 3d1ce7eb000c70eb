/** @file Forced alignment: which frames speak which label of a known text. */
import { type DType, extentOf, formatShape, ShapeError, type Tensor, UsageError } from "@adjoint/core";
import { checkBlank, checkIntegers } from "../check.ts";
import type { Lengths } from "../ctc-loss.ts";
import { bestAlignment } from "./best-alignment.ts";
import { type FrameOptions, readFrames, readLengths } from "./frames.ts";
import { type CtcSpan, mergeTokens } from "./merge-tokens.ts";

export interface CtcForcedAlignOptions extends FrameOptions {
  /** Labels of each target. Default: all U. */
  readonly labelLengths?: Lengths | undefined;
  /** The class that stands for no label. Default 0. */
  readonly blank?: number | undefined;
}

/** The alignment of one sequence. */
export interface CtcAlignment {
  /** The class of each frame within the length. */
  readonly classes: readonly number[];
  /** Its log-probability in each of them. */
  readonly scores: readonly number[];
  /** Their sum: the log-probability of the path. */
  readonly logProbability: number;
  /** The frames of each label. */
  readonly spans: readonly CtcSpan[];
}

const OP = "ctcForcedAlign";

/**
 * The most likely path of each sequence among those that give its labels, and the frames of each label in it.
 *
 * Shapes: logits f32[N, T, C] ([T, N, C] if `timeMajor`), labels i32[N, U] → N alignments.
 * Numerics: double precision on the host. The path's log-probability is at most that of the labels, −ctcLoss. Of equally
 * likely paths it is that which reaches its labels the earliest.
 * Memory: T (2U + 1) / 4 bytes for one sequence at a time.
 * No frames: the empty path, for the empty target.
 * @throws {ShapeError} if shapes, lengths, labels or the blank do not fit, a label is the blank, or a sequence has fewer
 * frames than its labels and the blanks between equal ones need.
 * @throws {DTypeError} if the logits are not floats, or labels or lengths not integers.
 * @throws {UsageError} if a frame holds NaN or nothing but −Infinity, or all paths have the probability 0.
 * @see Rabiner (1989), A tutorial on hidden Markov models, section III.B; torchaudio.functional.forced_align
 * @example const [{ spans }] = await ctcForcedAlign(logits, tensor([[3, 1]], { dtype: "i32" })); spans[0].start // 2
 */
export async function ctcForcedAlign(
  logits: Tensor,
  labels: Tensor<DType>,
  options: CtcForcedAlignOptions = {},
): Promise<CtcAlignment[]> {
  const { blank = 0 } = options;
  const y = checkIntegers(OP, "labels", labels);
  const frames = await readFrames(OP, logits, options);
  const { items, classes } = frames;
  if (y.rank !== 2 || y.shape[0] !== items) {
    const got = `labels=${formatShape(y.shape)} for ${items} sequences`;
    throw new ShapeError({ op: OP, rule: "labels must be [N, U]", got, hint: "pad them, and set labelLengths" });
  }
  checkBlank(OP, blank, classes);
  const width = extentOf(y.shape, 1);
  const labelLengths = await readLengths(OP, "labelLengths", options.labelLengths, items, width);
  const data = await y.data();
  return frames.lengths.map((length, item) => {
    const own = data.subarray(item * width, item * width + (labelLengths[item] ?? 0));
    checkLabels(own, item, classes, blank);
    checkFeasible(own, item, length);
    const path = bestAlignment(length, (t, out) => frames.read(item, t, out), own, classes, blank);
    if (path === undefined) {
      const rule = "some path to the labels must have a probability above 0";
      throw new UsageError({ op: OP, rule, got: `none for sequence ${item}`, hint: "look for logits of -Infinity" });
    }
    return {
      ...path,
      logProbability: path.scores.reduce((sum, score) => sum + score, 0),
      spans: mergeTokens(path.classes, path.scores, blank),
    };
  });
}

function checkLabels(labels: Int32Array, item: number, classes: number, blank: number): void {
  const at = labels.findIndex((label) => label < 0 || label >= classes || label === blank);
  if (at < 0) return;
  const rule = `labels must lie in [0, ${classes}), and not be the blank ${blank}`;
  throw new ShapeError({
    op: OP,
    rule,
    got: `${labels[at]} at [${item}, ${at}]`,
    hint: "labelLengths leaves padding out",
  });
}

function checkFeasible(labels: Int32Array, item: number, frames: number): void {
  const repetitions = labels.filter((label, u) => u > 0 && label === labels[u - 1]).length;
  if (frames >= labels.length + repetitions) return;
  const rule = "each sequence needs a frame for each label, and one between equal labels";
  const got = `${frames} frames for ${labels.length} labels with ${repetitions} repetitions in sequence ${item}`;
  throw new ShapeError({ op: OP, rule, got, hint: "check inputLengths and labelLengths" });
}
