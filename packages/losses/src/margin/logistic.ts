/** @file The logistic loss of signed labels, under its two names. */
import { type DType, neg, softplus, type Tensor } from "@adjoint/core";
import type { WeightedLossOptions } from "../options.ts";
import { type SignedLossOptions, signedLoss } from "./signed.ts";

/**
 * Logistic loss log(1 + exp(−y x)) of scores x and labels y = ±1: the cross-entropy of two classes.
 *
 * Shapes: scores f32[…], target of the same shape, of any dtype → f32[], or f32[…] without reduction.
 * Gradient: −y σ(−y x).
 * Numerics: e is raised to negative powers only, so that no score overflows, and small losses keep their relative
 * accuracy; infinite scores give 0 or ∞. scikit-learn approximates beyond |y x| = 18.
 * Coding, weights and errors as for `hinge`.
 * @see Hastie, Tibshirani, Friedman (2009), The elements of statistical learning, section 10.6
 * @example logistic(tensor([0]), tensor([1])) // 0.6931
 */
export function logistic(scores: Tensor, target: Tensor<DType>, options: SignedLossOptions = {}): Tensor {
  return signedLoss("logistic", scores, target, options, (margin) => softplus(neg(margin)));
}

/**
 * `logistic` for labels −1 and 1, by the name that PyTorch has for it, which loses scores beyond 88 to overflow in f32.
 * @example softMargin(tensor([-100]), tensor([1])) // 100
 */
export function softMargin(scores: Tensor, target: Tensor<DType>, options: WeightedLossOptions = {}): Tensor {
  const { reduction, weight } = options;
  return signedLoss("softMargin", scores, target, { reduction, weight }, (margin) => softplus(neg(margin)));
}
