/** @file The smooth L1 loss. */
import { abs, div, sub, type Tensor } from "@adjoint/core";
import { checkNotNegative } from "../check-number.ts";
import type { WeightedLossOptions } from "../options.ts";
import { elementwiseLoss } from "./elementwise.ts";
import { huberOf } from "./huber.ts";

export interface SmoothL1Options extends WeightedLossOptions {
  /** Errors below it count squared. 0 makes the loss |e|. Default 1. */
  readonly beta?: number | undefined;
}

/**
 * Absolute error with a rounded tip: e²/(2 beta) where |e| < beta, else |e| − beta/2, e = prediction − target.
 * That is `huber` with delta = beta, divided by beta.
 *
 * Shapes: prediction f32[…], target f32[…] of the same shape → f32[], or f32[…] without reduction.
 * Gradient: e/beta limited to [−1, 1], over N. With beta = 0 that of `mae`: 0 where e = 0 (PyTorch 1.13 has −1 there).
 * Numerics: no square of an error beyond beta is ever formed.
 * Weights are factors of the elements' losses; the mean divides by the number of elements all the same. The mean of no
 * elements is NaN.
 * @throws {ShapeError} if the shapes differ. @throws {DTypeError} if one does not hold floats.
 * @throws {UsageError} if beta is negative, or a weight, known on the host, is NaN.
 * @see Girshick (2015), "Fast R-CNN", eq. 3
 * @example smoothL1(tensor([1, 2]), tensor([1, 4]), { beta: 0.5 }) // 0.875
 */
export function smoothL1(prediction: Tensor, target: Tensor, options: SmoothL1Options = {}): Tensor {
  const beta = checkNotNegative("smoothL1", "beta", options.beta ?? 1);
  return elementwiseLoss("smoothL1", prediction, target, options, (p, t) => {
    const error = sub(p, t);
    return beta === 0 ? abs(error) : div(huberOf(error, beta), beta);
  });
}
