/**
 * @file What the docstrings of `scalar/math` promise: the largest error of each formula. The sweeps hold them to it.
 */
import type { ExpandedOp } from "../scalar/table.ts";

export interface MathBound {
  /** In units in the last place of the exact result. */
  readonly ulp: number;
  /** Where the promise holds, by |x|. */
  readonly largest: number;
}

const everywhere = (ulp: number): MathBound => ({ ulp, largest: Number.POSITIVE_INFINITY });

/** Functions of one float32. */
export const MATH_BOUNDS = {
  exp: everywhere(1),
  expm1: everywhere(1.6),
  log: everywhere(0.85),
  log1p: everywhere(1.45),
  sin: everywhere(1.3),
  cos: everywhere(1.3),
  tanh: everywhere(2.6),
  erf: everywhere(2),
} as const satisfies Partial<Record<ExpandedOp, MathBound>>;

export type BoundedOp = keyof typeof MATH_BOUNDS;

/** For pow, of all finite x and y. */
export const POW_ULP = 1.5;
