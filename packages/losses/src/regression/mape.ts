/** @file The mean absolute percentage error. */
import { abs, div, maximum, mul, sub, type Tensor } from "@adjoint/core";
import { checkPositive } from "../check-number.ts";
import type { WeightedLossOptions } from "../options.ts";
import { elementwiseLoss } from "./elementwise.ts";

export interface MapeOptions extends WeightedLossOptions {
  /** Whether 100 is the whole, as in Keras; else 1 is, as in scikit-learn. Default true. */
  readonly percent?: boolean | undefined;
  /** Targets nearer to 0 count as this in the denominator. Default 1e-7, as in Keras; scikit-learn has 2.2e-16. */
  readonly eps?: number | undefined;
}

/**
 * Absolute error as a share of the target, 100 |e| / max(|target|, eps), e = prediction − target.
 *
 * Shapes: prediction f32[…], target f32[…] of the same shape → f32[], or f32[…] without reduction.
 * Gradient: 100 sign(e) / max(|target|, eps) / N, and 0 where e = 0.
 * Numerics: a target of 0 makes large losses, 1e9 |e| by default; choose `eps` by what counts as zero.
 * Weights are factors of the elements' errors; the mean divides by the number of elements all the same. The mean of no
 * elements is NaN.
 * @throws {ShapeError} if the shapes differ. @throws {DTypeError} if one does not hold floats.
 * @throws {UsageError} if eps is not positive, or a weight, known on the host, is NaN.
 * @see Makridakis (1993), "Accuracy measures: theoretical and practical concerns"
 * @example mape(tensor([1, 2]), tensor([1, 4])) // 25
 */
export function mape(prediction: Tensor, target: Tensor, options: MapeOptions = {}): Tensor {
  const eps = checkPositive("mape", "eps", options.eps ?? 1e-7);
  const whole = options.percent === false ? 1 : 100;
  return elementwiseLoss("mape", prediction, target, options, (p, t) =>
    mul(div(abs(sub(p, t)), maximum(abs(t), eps)), whole),
  );
}
