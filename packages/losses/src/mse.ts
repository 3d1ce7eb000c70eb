/** @file The mean squared error. */
import { mul, square, sub, type Tensor } from "@adjoint/core";
import { checkFloats, checkSameShape } from "./check.ts";
import type { WeightedLossOptions } from "./options.ts";
import { checkReduction, reduceLosses } from "./reduce.ts";
import { weigh } from "./weigh.ts";

export interface MseOptions extends WeightedLossOptions {
  /** Half of the squared error: the convention 1/(2N), with the gradient (prediction − target) / N. Default false. */
  readonly half?: boolean | undefined;
}

/**
 * Squared error, (prediction − target)², by default the mean over all elements.
 *
 * Shapes: prediction f32[…], target f32[…] of the same shape → f32[], or f32[…] without reduction.
 * Gradient: 2 (prediction − target) / N; half of it with `half`.
 * Weights are factors of the elements' errors; the mean divides by the number of elements all the same.
 * @throws {ShapeError} if the shapes differ, or the weights do not broadcast. @throws {DTypeError} if one does not hold
 * floats. @throws {UsageError} for NaN among weights that are still on the host.
 * @example mse(tensor([1, 2]), tensor([1, 4])) // 2
 */
export function mse(prediction: Tensor, target: Tensor, options: MseOptions = {}): Tensor {
  const reduction = checkReduction("mse", options.reduction);
  const p = checkFloats("mse", "prediction", prediction);
  const t = checkFloats("mse", "target", target);
  checkSameShape("mse", { prediction: p.shape, target: t.shape });
  const squared = square(sub(p, t));
  const scaled = options.half === true ? mul(squared, 0.5) : squared;
  return reduceLosses(weigh("mse", scaled, options.weight), reduction);
}
