/** @file Cross-entropy with a first term of its own. */
import { add, type DType, expm1, mul, neg, type Tensor } from "@adjoint/core";
import { checkFinite } from "../check-number.ts";
import { type ClassLossOptions, classLoss } from "./class-loss.ts";

export interface PolyLossOptions extends ClassLossOptions {
  /** Factor of the additional first term. 0 leaves cross-entropy; below −1 wrong rows may gain. Default 2. */
  readonly epsilon?: number | undefined;
}

/**
 * Poly-1 loss Σ t (−log p + ε (1 − p)) with p = softmax(logits): cross-entropy is Σ (1 − p)^k / k, and this one changes
 * the factor of its first term.
 *
 * Shapes: logits f32[…, C, …]; labels i32[…] without the class axis, or probabilities f32 of the logits' shape → f32[];
 * without reduction f32[…] without the class axis.
 * Gradient: for a label (1 + ε p[label]) (p − onehot), scaled as the reduction says.
 * Numerics: 1 − p is taken from log p by expm1, so that confident rows keep their relative accuracy.
 * Weights, ignored rows, the mean, infinite logits and labels that are no class are as in `crossEntropy`.
 * @throws {ShapeError} if the shapes do not fit, or a label is no class.
 * @throws {DTypeError} if logits are not floats, or labels not integers.
 * @throws {UsageError} if ε is not finite, or for `ignoreIndex` with probabilities.
 * @see Leng et al. (2022), PolyLoss: a polynomial expansion perspective of classification loss functions
 * @example polyLoss(tensor([[2, 0]]), tensor([0], { dtype: "i32" })) // 0.3653
 */
export function polyLoss(logits: Tensor, target: Tensor<DType>, options: PolyLossOptions = {}): Tensor {
  const epsilon = checkFinite("polyLoss", "epsilon", options.epsilon ?? 2);
  const lossOf = (surprise: Tensor) => add(surprise, mul(neg(expm1(neg(surprise))), epsilon));
  return classLoss({ op: "polyLoss", argument: "logits", lossOf }, logits, target, options);
}
