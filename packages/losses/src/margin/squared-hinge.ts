/** @file The squared hinge loss. */
import { type DType, square, sub, type Tensor } from "@adjoint/core";
import { positivePart } from "./positive-part.ts";
import { type SignedLossOptions, signedLoss } from "./signed.ts";

/**
 * Squared hinge loss max(0, 1 − y x)² of scores x and labels y = ±1.
 *
 * Shapes: scores f32[…], target of the same shape, of any dtype → f32[], or f32[…] without reduction.
 * Gradient: −2 y max(0, 1 − y x), which has no jump.
 * Numerics: overflows to ∞ in f32 beyond |x| = 1.8e19. Coding, weights and errors as for `hinge`.
 * @see Lee and Mangasarian (2001), SSVM: a smooth support vector machine
 * @example squaredHinge(tensor([0.5, -2]), tensor([1, 1])) // 4.625
 */
export function squaredHinge(scores: Tensor, target: Tensor<DType>, options: SignedLossOptions = {}): Tensor {
  return signedLoss("squaredHinge", scores, target, options, (margin) => square(positivePart(sub(1, margin))));
}
