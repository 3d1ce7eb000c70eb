/** @file Best-path decoding of CTC. */
import { argmax, formatShape, max, permute, ShapeError, type Tensor } from "@adjoint/core";
import { checkBlank, checkFloats } from "./check.ts";
import type { Lengths } from "./ctc-loss.ts";

export interface CtcGreedyDecodeOptions {
  /** Frames of each sequence. Default: all T. */
  readonly inputLengths?: Lengths | undefined;
  /** The class that stands for no label. Default 0. */
  readonly blank?: number | undefined;
  /** Equal neighbours without a blank between them count once. Default true. */
  readonly mergeRepeated?: boolean | undefined;
  /** The logits are [T, N, C]. Default false. */
  readonly timeMajor?: boolean | undefined;
}

/** What was read in one sequence. */
export interface CtcDecoding {
  readonly labels: readonly number[];
  /** The sum of the greatest logit of each frame. */
  readonly score: number;
}

const OP = "ctcGreedyDecode";

/**
 * The labels of the most likely class of each frame: repetitions merged, then blanks dropped. The lowest class wins ties.
 *
 * Shapes: logits f32[N, T, C] ([T, N, C] if `timeMajor`) → N decodings.
 * @throws {ShapeError} if shapes, lengths or the blank do not fit.
 * @throws {DTypeError} if the logits are not floats.
 * @example const [reading] = await ctcGreedyDecode(logits); reading.labels // [3, 1, 4]
 */
export async function ctcGreedyDecode(logits: Tensor, options: CtcGreedyDecodeOptions = {}): Promise<CtcDecoding[]> {
  const { blank = 0, mergeRepeated = true, timeMajor = false } = options;
  const x = checkFloats(OP, "logits", logits);
  if (x.rank !== 3)
    throw new ShapeError({
      op: OP,
      rule: "logits must have rank 3",
      got: formatShape(x.shape),
      hint: "expandDims(logits, 0) for one sequence",
    });
  const ordered = timeMajor ? permute(x, [1, 0, 2]) : x;
  const [items = 0, frames = 0, classes = 0] = ordered.shape;
  checkBlank(OP, blank, classes);
  const lengths = await readLengths(options.inputLengths, items, frames);
  const best = argmax(ordered, 2);
  const score = max(ordered, 2);
  const [classData, scoreData] = await Promise.all([best.data(), score.data()]);
  return Array.from({ length: items }, (_, item) => {
    const length = lengths?.[item] ?? frames;
    const path = classData.subarray(item * frames, item * frames + length);
    const scores = scoreData.subarray(item * frames, item * frames + length);
    return { labels: collapse(path, blank, mergeRepeated), score: scores.reduce((sum, value) => sum + value, 0) };
  });
}

/** The labels that a path of classes stands for. */
function collapse(path: ArrayLike<number>, blank: number, mergeRepeated: boolean): number[] {
  return Array.from(path).filter((label, t) => label !== blank && !(mergeRepeated && t > 0 && label === path[t - 1]));
}

async function readLengths(
  lengths: Lengths | undefined,
  items: number,
  frames: number,
): Promise<ArrayLike<number> | undefined> {
  if (lengths === undefined) return undefined;
  const data: ArrayLike<number> = "data" in lengths ? await lengths.data() : lengths;
  const isWhole = Array.from(data).every((length) => Number.isInteger(length) && length >= 0 && length <= frames);
  if (isWhole && data.length === items) return data;
  const rule = `inputLengths must be ${items} whole numbers in [0, ${frames}]`;
  const hint = "leave them out if all frames count";
  throw new ShapeError({ op: OP, rule, got: `[${Array.from(data).join(", ")}]`, hint });
}
