/** @file The hinge loss. */
import { type DType, sub, type Tensor } from "@adjoint/core";
import { positivePart } from "./positive-part.ts";
import { type SignedLossOptions, signedLoss } from "./signed.ts";

/**
 * Hinge loss max(0, 1 − y x) of scores x and labels y = ±1, the loss of support vector machines.
 *
 * Shapes: scores f32[…], target of the same shape, of any dtype → f32[], or f32[…] without reduction.
 * Gradient: −y where y x ≤ 1, else 0: at the margin itself it is −y, as in scikit-learn.
 * `coding: "binary"` takes labels 0 and 1, as TensorFlow does; Keras guesses which of both it was given. Weights are factors
 * of the losses; the mean divides by their number all the same.
 * @throws {ShapeError} if the shapes differ. @throws {DTypeError} if the scores are not floats.
 * @throws {UsageError} for labels other than the two, where they are still on the host; elsewhere the formula takes them.
 * @see Cortes and Vapnik (1995), Support-vector networks
 * @example hinge(tensor([0.5, -2]), tensor([1, -1])) // 0.25
 */
export function hinge(scores: Tensor, target: Tensor<DType>, options: SignedLossOptions = {}): Tensor {
  return signedLoss("hinge", scores, target, options, (margin) => positivePart(sub(1, margin)));
}
