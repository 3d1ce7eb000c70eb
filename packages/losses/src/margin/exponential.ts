/** @file The exponential loss. */
import { type DType, exp, neg, type Tensor } from "@adjoint/core";
import { type SignedLossOptions, signedLoss } from "./signed.ts";

/**
 * Exponential loss exp(−y x) of scores x and labels y = ±1, the loss of AdaBoost.
 *
 * Shapes: scores f32[…], target of the same shape, of any dtype → f32[], or f32[…] without reduction.
 * Gradient: −y exp(−y x).
 * Numerics: overflows to ∞ in f32 where y x < −88.7, and so does its gradient. With `coding: "binary"` it is
 * scikit-learn's y e^−x + (1 − y) e^x. Weights and errors as for `hinge`.
 * @see Friedman, Hastie, Tibshirani (2000), Additive logistic regression
 * @example exponential(tensor([0, -1]), tensor([1, 1])) // 1.8591
 */
export function exponential(scores: Tensor, target: Tensor<DType>, options: SignedLossOptions = {}): Tensor {
  return signedLoss("exponential", scores, target, options, (margin) => exp(neg(margin)));
}
