/** @file The perceptron loss. */
import { type DType, neg, type Tensor } from "@adjoint/core";
import { positivePart } from "./positive-part.ts";
import { type SignedLossOptions, signedLoss } from "./signed.ts";

/**
 * Perceptron loss max(0, −y x) of scores x and labels y = ±1.
 *
 * Shapes: scores f32[…], target of the same shape, of any dtype → f32[], or f32[…] without reduction.
 * Gradient: −y where y x ≤ 0, else 0: a score of 0 counts as wrong, so that weights of 0 can be left.
 * Coding, weights and errors as for `hinge`.
 * @see Rosenblatt (1958), The perceptron
 * @example perceptron(tensor([0.5, -2]), tensor([1, 1])) // 1
 */
export function perceptron(scores: Tensor, target: Tensor<DType>, options: SignedLossOptions = {}): Tensor {
  return signedLoss("perceptron", scores, target, options, (margin) => positivePart(neg(margin)));
}
