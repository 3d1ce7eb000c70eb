/** @file The loss of quantiles, or pinball loss. */
import { abs, less, mul, sub, type Tensor, UsageError, where } from "@adjoint/core";
import type { WeightedLossOptions } from "../options.ts";
import { elementwiseLoss } from "./elementwise.ts";

export interface QuantileOptions extends WeightedLossOptions {
  /** The quantile to be predicted, in (0, 1). Default 0.5, the median. */
  readonly q?: number | undefined;
}

/**
 * Pinball loss, smallest in the mean at the q-quantile of the target: q |e| where the prediction is too low, else (1 − q) |e|,
 * e = prediction − target. With q = 0.5 it is half of `mae`.
 *
 * Shapes: prediction f32[…], target f32[…] of the same shape → f32[], or f32[…] without reduction.
 * Gradient: −q where e < 0, 1 − q where e > 0, 0 where e = 0, over N (scikit-learn's `PinballLoss` has −q at 0).
 * Numerics: exact but for the roundings of e and of the sum.
 * Weights are factors of the elements' losses; the mean divides by the number of elements all the same. The mean of no
 * elements is NaN.
 * @throws {ShapeError} if the shapes differ. @throws {DTypeError} if one does not hold floats.
 * @throws {UsageError} if q does not lie in (0, 1), where alone the loss has a minimum; or if a weight, known on the host, is
 * NaN.
 * @see Koenker, Bassett (1978), "Regression quantiles"
 * @example quantile(tensor([1, 2]), tensor([1, 4]), { q: 0.9 }) // 0.9
 */
export function quantile(prediction: Tensor, target: Tensor, options: QuantileOptions = {}): Tensor {
  const { q = 0.5 } = options;
  if (!(q > 0 && q < 1)) {
    throw new UsageError({ op: "quantile", rule: "q must lie in (0, 1)", got: String(q), hint: "0.5 is the median" });
  }
  return elementwiseLoss("quantile", prediction, target, options, (p, t) => {
    const error = sub(p, t);
    const size = abs(error);
    return where(less(error, 0), mul(size, q), mul(size, 1 - q));
  });
}
