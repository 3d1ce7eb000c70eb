/** @file The sparsemax loss of two classes. */
import { add, type DType, less, lessEqual, mul, neg, square, type Tensor, where } from "@adjoint/core";
import { type SignedLossOptions, signedLoss } from "../margin/signed.ts";

/**
 * Sparsemax loss of two classes, with the margin m = y x of scores x and labels y: 0 where m ≥ 1, −m where m ≤ −1, and
 * (1 − m)² / 4 between: as `logistic`, but 0 for what is sure enough.
 *
 * Shapes: scores f32[…], target of the same shape, of any dtype → f32[], or f32[…] without reduction.
 * Gradient: −y clip((1 − m) / 2, 0, 1), without jumps.
 * Labels are −1 and 1; `coding: "binary"` takes 0 and 1, as optax does. Weights and errors as for `hinge`.
 * @see Martins and Astudillo (2016), From softmax to sparsemax; Blondel et al. (2020), Learning with Fenchel–Young losses
 * @example sparsemax(tensor([0, 20]), tensor([1, -1])) // 10.125
 */
export function sparsemax(scores: Tensor, target: Tensor<DType>, options: SignedLossOptions = {}): Tensor {
  return signedLoss("sparsemax", scores, target, options, (margin) => {
    const isWrong = lessEqual(margin, -1);
    const isSure = less(1, margin);
    const near = where(isWrong, 0, where(isSure, 1, margin)); // The square of what is far may overflow.
    return where(isWrong, neg(margin), mul(square(add(neg(near), 1)), 0.25));
  });
}
