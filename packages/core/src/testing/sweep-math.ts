/**
 * @file Measures a function of one float32 against the scalar table, over every n-th number that there is.
 */
import { scalarDef } from "../scalar/table.ts";
import { type BoundedOp, MATH_BOUNDS } from "./math-bounds.ts";
import { WorstUlp } from "./ulp.ts";

/** Evaluates a function at each of many float32 numbers. */
export type Evaluate = (xs: Float32Array) => ArrayLike<number> | Promise<ArrayLike<number>>;

export interface Sweep {
  /** Distance of the numbers taken, in the order of their bits. 1 takes all. */
  readonly stride: number;
  /** Told how much is done, from 0 to 1. */
  readonly onProgress?: (done: number) => void;
}

/** Numbers that are evaluated together, at most. */
export const SWEEP_CHUNK = 1 << 16;
/** Bit patterns of float32. */
const PATTERNS = 2 ** 32;

/** The worst error of `evaluate` where the bound of `op` is promised; NaN is among the arguments. */
export async function sweepMath(op: BoundedOp, evaluate: Evaluate, { stride, onProgress }: Sweep): Promise<WorstUlp> {
  const worst = new WorstUlp();
  const exact = scalarDef(op).js;
  const { largest } = MATH_BOUNDS[op];
  const bits = new Uint32Array(SWEEP_CHUNK);
  const xs = new Float32Array(bits.buffer);
  for (let begin = 0; begin < PATTERNS; begin += SWEEP_CHUNK * stride) {
    const end = Math.min(begin + SWEEP_CHUNK * stride, PATTERNS);
    let count = 0;
    for (let pattern = begin; pattern < end; pattern += stride) {
      bits[count] = pattern;
      // Written like this, NaN is taken.
      if (!(Math.abs(xs[count] as number) > largest)) count++;
    }
    const values = await evaluate(xs.subarray(0, count));
    for (let i = 0; i < count; i++) {
      const x = xs[i] as number;
      worst.record(x, values[i] as number, exact(x, 0, 0));
    }
    onProgress?.(end / PATTERNS);
  }
  return worst;
}
