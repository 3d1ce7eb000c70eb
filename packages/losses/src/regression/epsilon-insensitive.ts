/** @file Losses that ignore small errors, of support vector regression. */
import { abs, greater, square, sub, type Tensor, where } from "@adjoint/core";
import { checkNotNegative } from "../check-number.ts";
import type { WeightedLossOptions } from "../options.ts";
import { elementwiseLoss } from "./elementwise.ts";

export interface EpsilonInsensitiveOptions extends WeightedLossOptions {
  /** Errors up to it count for nothing. Default 0.1, as in scikit-learn. */
  readonly epsilon?: number | undefined;
}

/**
 * max(0, |e| − epsilon), e = prediction − target.
 *
 * Shapes: prediction f32[…], target f32[…] of the same shape → f32[], or f32[…] without reduction.
 * Gradient: sign(e) / N where |e| > epsilon, else 0, on the boundary too.
 * Numerics: exact but for the roundings of e, of the difference and of the sum.
 * Weights are factors of the elements' losses; the mean divides by the number of elements all the same. The mean of no
 * elements is NaN.
 * @throws {ShapeError} if the shapes differ. @throws {DTypeError} if one does not hold floats.
 * @throws {UsageError} if epsilon is negative, or a weight, known on the host, is NaN.
 * @see Vapnik (1995), "The nature of statistical learning theory"; Smola, Schölkopf (2004)
 * @example epsilonInsensitive(tensor([1, 2]), tensor([1, 4]), { epsilon: 0.5 }) // 0.75
 */
export function epsilonInsensitive(
  prediction: Tensor,
  target: Tensor,
  options: EpsilonInsensitiveOptions = {},
): Tensor {
  const epsilon = checkEpsilon("epsilonInsensitive", options);
  return elementwiseLoss("epsilonInsensitive", prediction, target, options, (p, t) => excess(p, t, epsilon));
}

/**
 * max(0, |e| − epsilon)², e = prediction − target. Gradient: 2 sign(e) max(0, |e| − epsilon) / N. Numerics: in f32 it
 * overflows to Infinity beyond |e| = 1.8e19. Shapes, weights and errors as for `epsilonInsensitive`.
 * @example squaredEpsilonInsensitive(tensor([1, 2]), tensor([1, 4]), { epsilon: 0.5 }) // 1.125
 */
export function squaredEpsilonInsensitive(
  prediction: Tensor,
  target: Tensor,
  options: EpsilonInsensitiveOptions = {},
): Tensor {
  const op = "squaredEpsilonInsensitive";
  const epsilon = checkEpsilon(op, options);
  return elementwiseLoss(op, prediction, target, options, (p, t) => square(excess(p, t, epsilon)));
}

function checkEpsilon(op: string, options: EpsilonInsensitiveOptions): number {
  return checkNotNegative(op, "epsilon", options.epsilon ?? 0.1);
}

/** What of |e| lies beyond epsilon; without gradient on the boundary. */
function excess(prediction: Tensor, target: Tensor, epsilon: number): Tensor {
  const size = abs(sub(prediction, target));
  return where(greater(size, epsilon), sub(size, epsilon), 0);
}
