/** @file The mean squared logarithmic error, and its root. */
import { less, log1p, square, sub, type Tensor, where } from "@adjoint/core";
import { checkNotNegative } from "../check-number.ts";
import { checkKnown } from "../known.ts";
import type { WeightedLossOptions } from "../options.ts";
import { weigh } from "../weigh.ts";
import { checkPair, elementwiseLoss } from "./elementwise.ts";
import { type RootMeanOptions, reduceRoots } from "./root-mean.ts";

interface LogarithmOptions {
  /** Whether values below `floor` count as `floor`, as in Keras; else all must exceed −1, as in scikit-learn. Default true. */
  readonly clip?: boolean | undefined;
  /** The least value that counts as itself with `clip`. Default 1e-7, as in Keras. */
  readonly floor?: number | undefined;
}

export interface MsleOptions extends WeightedLossOptions, LogarithmOptions {}

export interface RmsleOptions extends RootMeanOptions, WeightedLossOptions, LogarithmOptions {}

/**
 * Squared difference of logarithms, (log(1 + prediction) − log(1 + target))², for values that are not negative.
 *
 * Shapes: prediction f32[…], target f32[…] of the same shape → f32[], or f32[…] without reduction.
 * Gradient: 2 (log(1 + prediction) − log(1 + target)) / (1 + prediction) / N; 0 below `floor`, where clipping is flat.
 * Numerics: log1p keeps the digits of small values. Without `clip`, a value on the device of −1 gives Infinity and one below
 * NaN.
 * Weights are factors of the elements' losses; the mean divides by the number of elements all the same. The mean of no
 * elements is NaN.
 * @throws {ShapeError} if the shapes differ. @throws {DTypeError} if one does not hold floats.
 * @throws {UsageError} if floor is negative, a weight, known on the host, is NaN, or, without `clip`, a value known
 * on the host is −1 or less.
 * @see scikit-learn, `mean_squared_log_error`; Keras, `MeanSquaredLogarithmicError`
 * @example msle(tensor([0, 1]), tensor([0, 0])) // 0.2402
 */
export function msle(prediction: Tensor, target: Tensor, options: MsleOptions = {}): Tensor {
  const logarithm = logarithmOf("msle", prediction, target, options);
  return elementwiseLoss("msle", prediction, target, options, (p, t) => square(sub(logarithm(p), logarithm(t))));
}

/**
 * Root of `msle`: over all elements, or one for each output along `axis`, then averaged. Shapes, options and errors as for
 * `msle` and `rmse`.
 * @example rmsle(tensor([0, 1]), tensor([0, 0])) // 0.4901
 */
export function rmsle(prediction: Tensor, target: Tensor, options: RmsleOptions = {}): Tensor {
  const logarithm = logarithmOf("rmsle", prediction, target, options);
  const [p, t] = checkPair("rmsle", prediction, target);
  const squares = square(sub(logarithm(p), logarithm(t)));
  return reduceRoots("rmsle", weigh("rmsle", squares, options.weight), options);
}

function logarithmOf(op: string, prediction: Tensor, target: Tensor, options: LogarithmOptions): (x: Tensor) => Tensor {
  const floor = checkNotNegative(op, "floor", options.floor ?? 1e-7);
  if (options.clip !== false) return (x) => log1p(where(less(x, floor), floor, x));
  for (const [name, x] of Object.entries({ prediction, target })) {
    checkKnown(op, x, `${name} must exceed −1`, (value) => value > -1, "or clip it");
  }
  return log1p;
}
