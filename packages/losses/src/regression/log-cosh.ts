/** @file The logarithm of the hyperbolic cosine of the error. */
import { abs, add, exp, lessEqual, log1p, mul, neg, square, sub, type Tensor, tanh, where } from "@adjoint/core";
import type { WeightedLossOptions } from "../options.ts";
import { elementwiseLoss } from "./elementwise.ts";

/**
 * log cosh(e), e = prediction − target: nearly e²/2 for small errors, nearly |e| − log 2 for large ones.
 *
 * Shapes: prediction f32[…], target f32[…] of the same shape → f32[], or f32[…] without reduction.
 * Gradient: tanh(e) / N.
 * Numerics: −log1p(−tanh²e) / 2 up to |e| = 1, so that small errors keep all digits (|e| + log1p(exp(−2|e|)) − log 2 alone,
 * as in Keras and optax, gives 0 or rounding noise below 1e-3); that form beyond, which does not overflow.
 * Weights are factors of the elements' losses; the mean divides by the number of elements all the same. The mean of no
 * elements is NaN.
 * @throws {ShapeError} if the shapes differ. @throws {DTypeError} if one does not hold floats.
 * @throws {UsageError} if a weight, known on the host, is NaN.
 * @see Keras, `LogCosh`; optax, `log_cosh`
 * @example logCosh(tensor([1, 2]), tensor([1, 4])) // 0.6625
 */
export function logCosh(prediction: Tensor, target: Tensor, options: WeightedLossOptions = {}): Tensor {
  return elementwiseLoss("logCosh", prediction, target, options, (p, t) => {
    const error = sub(p, t);
    const size = abs(error);
    const isSmall = lessEqual(size, 1);
    const small = mul(log1p(neg(square(tanh(where(isSmall, error, 0))))), -0.5);
    const large = sub(add(size, log1p(exp(mul(size, -2)))), Math.LN2);
    return where(isSmall, small, large);
  });
}
