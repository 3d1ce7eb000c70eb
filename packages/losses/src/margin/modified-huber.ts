/** @file The modified Huber loss. */
import { type DType, less, mul, square, sub, type Tensor, where } from "@adjoint/core";
import { positivePart } from "./positive-part.ts";
import { type SignedLossOptions, signedLoss } from "./signed.ts";

/**
 * Modified Huber loss of scores x and labels y = ±1: max(0, 1 − y x)² where y x ≥ −1, and −4 y x below, so that it grows
 * no faster than a line.
 *
 * Shapes: scores f32[…], target of the same shape, of any dtype → f32[], or f32[…] without reduction.
 * Gradient: −2 y max(0, 1 − y x), and −4 y where y x < −1; both agree at −1.
 * Coding, weights and errors as for `hinge`.
 * @see Zhang (2004), Solving large scale linear prediction problems using stochastic gradient descent algorithms
 * @example modifiedHuber(tensor([0.5, -2]), tensor([1, 1])) // 4.125
 */
export function modifiedHuber(scores: Tensor, target: Tensor<DType>, options: SignedLossOptions = {}): Tensor {
  return signedLoss("modifiedHuber", scores, target, options, (margin) => {
    const isFar = less(margin, -1);
    const near = where(isFar, 0, margin); // The square of what is far may overflow.
    return where(isFar, mul(margin, -4), square(positivePart(sub(1, near))));
  });
}
