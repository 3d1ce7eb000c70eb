/** @file The frames that decoders read: logits on the host, as log-probabilities in double precision. */
import { extentOf, formatShape, ShapeError, type Tensor, type TypedArray, UsageError } from "@adjoint/core";
import { checkFloats } from "../check.ts";
import type { Lengths } from "../ctc-loss.ts";

/** What the numbers of a decoder's input mean. */
export type FrameInput = "logits" | "logProbs";

export interface FrameOptions {
  /** Frames of each sequence. Default: all T. */
  readonly inputLengths?: Lengths | undefined;
  /** The logits are [T, N, C]. Default false. */
  readonly timeMajor?: boolean | undefined;
  /** What the input holds; of "logits" a softmax is taken, "logProbs" are used as they are. Default "logits". */
  readonly input?: FrameInput | undefined;
}

export interface Frames {
  readonly items: number;
  readonly classes: number;
  /** Frames of each sequence. */
  readonly lengths: readonly number[];
  /**
   * The log-probabilities of frame `t` of sequence `item`, written to `out`.
   * @throws {UsageError} for a NaN, or a frame without any probability.
   */
  read(item: number, t: number, out: Float64Array): void;
}

export interface FrameShape {
  readonly items: number;
  readonly frames: number;
  readonly classes: number;
}

/**
 * A tensor [N, T, C], or [T, N, C], with its extents.
 * @throws {ShapeError} for another rank.
 */
export function checkFrames(op: string, logits: Tensor, isTimeMajor: boolean): { x: Tensor } & FrameShape {
  const x = checkFloats(op, "logits", logits);
  if (x.rank !== 3) {
    const hint = "expandDims(logits, 0) for one sequence";
    throw new ShapeError({ op, rule: "logits must have rank 3", got: formatShape(x.shape), hint });
  }
  const [itemAxis, frameAxis] = isTimeMajor ? [1, 0] : [0, 1];
  return {
    x,
    items: extentOf(x.shape, itemAxis),
    frames: extentOf(x.shape, frameAxis),
    classes: extentOf(x.shape, 2),
  };
}

/** Reads all frames from the device at once. */
export async function readFrames(op: string, logits: Tensor, options: FrameOptions): Promise<Frames> {
  const { timeMajor: isTimeMajor = false, input = "logits" } = options;
  const { x, items, frames, classes } = checkFrames(op, logits, isTimeMajor);
  checkInput(op, input);
  const [lengths, data] = await Promise.all([
    readLengths(op, "inputLengths", options.inputLengths, items, frames),
    x.data() as Promise<TypedArray>,
  ]);
  const [itemStride, frameStride] = isTimeMajor ? [classes, items * classes] : [frames * classes, classes];
  return {
    items,
    classes,
    lengths,
    read(item, t, out) {
      const start = item * itemStride + t * frameStride;
      for (let c = 0; c < classes; c++) out[c] = Number(data[start + c]);
      const isBad = input === "logits" ? !normalize(out) : out.some(Number.isNaN);
      if (!isBad) return;
      const rule = "each frame within its length must hold numbers, not all of them −Infinity";
      throw new UsageError({
        op,
        rule,
        got: `frame ${t} of sequence ${item}`,
        hint: "look for NaN where they were made",
      });
    },
  };
}

function checkInput(op: string, input: FrameInput): void {
  if (input === "logits" || input === "logProbs") return;
  const rule = 'input must be "logits" or "logProbs"';
  throw new UsageError({ op, rule, got: String(input satisfies never), hint: '"logits" is the default' });
}

/**
 * Makes log-probabilities of logits, in place. Logits of +∞ share all probability.
 * @returns false if there is a NaN, or no number above −∞.
 */
export function normalize(row: Float64Array): boolean {
  let top = Number.NEGATIVE_INFINITY;
  for (const value of row) {
    if (Number.isNaN(value)) return false;
    if (value > top) top = value;
  }
  if (top === Number.NEGATIVE_INFINITY) return false;
  if (top === Number.POSITIVE_INFINITY) {
    for (let c = 0; c < row.length; c++) row[c] = row[c] === top ? 0 : Number.NEGATIVE_INFINITY;
    top = 0;
  }
  let total = 0;
  for (const value of row) total += Math.exp(value - top);
  const shift = top + Math.log(total);
  for (let c = 0; c < row.length; c++) row[c] = (row[c] ?? 0) - shift;
  return true;
}

/**
 * Lengths as numbers; all `limit` where none are given.
 * @throws {ShapeError} unless there are `items` whole numbers in [0, limit].
 */
export async function readLengths(
  op: string,
  name: string,
  lengths: Lengths | undefined,
  items: number,
  limit: number,
): Promise<readonly number[]> {
  if (lengths === undefined) return Array.from({ length: items }, () => limit);
  const data = Array.from("data" in lengths ? await lengths.data() : lengths);
  const isWhole = data.every((length) => Number.isInteger(length) && length >= 0 && length <= limit);
  if (isWhole && data.length === items) return data;
  const rule = `${name} must be ${items} whole numbers in [0, ${limit}]`;
  throw new ShapeError({ op, rule, got: `[${data.join(", ")}]`, hint: "leave them out if all are full" });
}
