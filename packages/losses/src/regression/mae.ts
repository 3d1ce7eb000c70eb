/** @file The mean absolute error. */
import { abs, sub, type Tensor } from "@adjoint/core";
import type { WeightedLossOptions } from "../options.ts";
import { elementwiseLoss } from "./elementwise.ts";

/**
 * Absolute error |e|, e = prediction − target, by default the mean over all elements. Known as L1 loss.
 *
 * Shapes: prediction f32[…], target f32[…] of the same shape → f32[], or f32[…] without reduction.
 * Gradient: sign(e) / N, and 0 where e = 0, as in PyTorch (scikit-learn's `AbsoluteError` has −1 there).
 * Numerics: exact but for the roundings of e and of the sum.
 * Weights are factors of the elements' errors; the mean divides by the number of elements all the same. The mean of no
 * elements is NaN.
 * @throws {ShapeError} if the shapes differ. @throws {DTypeError} if one does not hold floats.
 * @throws {UsageError} if a weight, known on the host, is NaN.
 * @see Boscovich (1757); Koenker, Bassett (1978), "Regression quantiles"
 * @example mae(tensor([1, 2]), tensor([1, 4])) // 1
 */
export function mae(prediction: Tensor, target: Tensor, options: WeightedLossOptions = {}): Tensor {
  return elementwiseLoss("mae", prediction, target, options, (p, t) => abs(sub(p, t)));
}
