/** @file The root of the mean squared error. */
import { square, sub, type Tensor } from "@adjoint/core";
import type { WeightedLossOptions } from "../options.ts";
import { weigh } from "../weigh.ts";
import { checkPair } from "./elementwise.ts";
import { type RootMeanOptions, reduceRoots } from "./root-mean.ts";

export interface RmseOptions extends RootMeanOptions, WeightedLossOptions {}

/**
 * Root of the mean squared error, √(mean e² + eps), e = prediction − target: over all elements, or one for each output
 * along `axis`, then averaged.
 *
 * Shapes: prediction f32[…], target f32[…] of the same shape → f32[]; with `axis` and no reduction, their shape without it.
 * Gradient: e / (N · rmse), and 0 where all errors are 0 (there any vector of length ≤ 1/√N is a subgradient).
 * Numerics: squares overflow f32 to Infinity beyond |e| = 1.8e19, and vanish below 1e-23.
 * Weights are factors of the squares, whose mean divides by their number all the same: the root of what `mse` gives. The
 * root of no elements is NaN.
 * @throws {ShapeError} if the shapes differ. @throws {DTypeError} if one does not hold floats.
 * @throws {UsageError} if eps is negative, or a weight, known on the host, is NaN.
 * @see scikit-learn, `root_mean_squared_error`
 * @example rmse(tensor([1, 2]), tensor([1, 4])) // 1.4142
 */
export function rmse(prediction: Tensor, target: Tensor, options: RmseOptions = {}): Tensor {
  const [p, t] = checkPair("rmse", prediction, target);
  return reduceRoots("rmse", weigh("rmse", square(sub(p, t)), options.weight), options);
}
