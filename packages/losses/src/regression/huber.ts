/** @file Huber's loss. */
import { clip, mul, sub, type Tensor } from "@adjoint/core";
import { checkPositive } from "../check-number.ts";
import type { WeightedLossOptions } from "../options.ts";
import { elementwiseLoss } from "./elementwise.ts";

export interface HuberOptions extends WeightedLossOptions {
  /** Errors beyond it count in proportion, not squared. Default 1. */
  readonly delta?: number | undefined;
}

/**
 * Huber's loss: e²/2 where |e| ≤ delta, else delta (|e| − delta/2), e = prediction − target.
 *
 * Shapes: prediction f32[…], target f32[…] of the same shape → f32[], or f32[…] without reduction.
 * Gradient: e limited to [−delta, delta], over N; at the limits both branches agree.
 * Numerics: no square of an error beyond delta is ever formed; an infinite error has loss Infinity and gradient ±delta.
 * Weights are factors of the elements' losses; the mean divides by the number of elements all the same. The mean of no
 * elements is NaN.
 * @throws {ShapeError} if the shapes differ. @throws {DTypeError} if one does not hold floats.
 * @throws {UsageError} if delta is not positive, or a weight, known on the host, is NaN.
 * @see Huber (1964), "Robust estimation of a location parameter"
 * @example huber(tensor([1, 2]), tensor([1, 4])) // 0.75
 */
export function huber(prediction: Tensor, target: Tensor, options: HuberOptions = {}): Tensor {
  const delta = checkPositive("huber", "delta", options.delta ?? 1);
  return elementwiseLoss("huber", prediction, target, options, (p, t) => huberOf(sub(p, t), delta));
}

/** c (e − c/2), where c is e limited to [−delta, delta]: both branches in one. Its derivative is c. */
export function huberOf(error: Tensor, delta: number): Tensor {
  const limited = clip(error, -delta, delta);
  return mul(limited, sub(error, mul(limited, 0.5)));
}
