/** @file Softmax cross-entropy: what it takes, and which of its two forms serves. */
import { type DType, normalizeAxis, type Tensor } from "@adjoint/core";
import { checkFloats, checkFraction } from "./check.ts";
import { checkClassTarget } from "./classification/class-target.ts";
import { checkClassWeight } from "./classification/label-rows.ts";
import { labelCrossEntropy } from "./label-cross-entropy.ts";
import type { LossOptions } from "./options.ts";
import { probabilityCrossEntropy } from "./probability-cross-entropy.ts";
import { checkReduction } from "./reduce.ts";

export interface CrossEntropyOptions extends LossOptions {
  /** A factor for each class, f32[C]. */
  readonly weight?: Tensor | undefined;
  /** Rows with this label count for nothing. Only for labels. */
  readonly ignoreIndex?: number | undefined;
  /** Moves targets towards equal probabilities: t becomes t (1 − s) + s/C. Default 0. */
  readonly labelSmoothing?: number | undefined;
  /** The axis of the classes. Default −1. */
  readonly axis?: number | undefined;
}

/**
 * Softmax cross-entropy of logits against class labels or against probabilities, in nats.
 *
 * Shapes: logits f32[…, C, …]; labels i32[…] without the class axis, or probabilities f32 of the logits' shape → f32[];
 * without reduction f32[…] without the class axis.
 * Gradient: softmax(logits) − target, scaled as the reduction says.
 * Numerics: the loss of a confident row is log1p of the sum over the other classes, so it keeps its relative accuracy.
 * A logit of −∞ takes its class out; with smoothing its loss is ∞. Logits of +∞ share all probability.
 *
 * With labels, the mean divides by the sum of weights[label] over the rows not ignored; with probabilities by the number
 * of rows. If all rows are ignored, or all have weight 0, the mean is 0. An ignored row gives exactly 0, and gradient 0,
 * whatever it holds. A label that is no class is an error where labels are still on the host, and else gives NaN.
 * @throws {ShapeError} if the shapes do not fit, or a label is no class.
 * @throws {DTypeError} if the logits are not floats, labels not integers, or probabilities not floats.
 * @throws {UsageError} for `ignoreIndex` with probabilities, or smoothing outside [0, 1].
 * @see Goodfellow, Bengio, Courville (2016), eq. 6.29; Szegedy et al. (2016) for smoothing
 * @example crossEntropy(tensor([[2, 0]]), tensor([0], { dtype: "i32" })) // 0.1269
 */
export function crossEntropy(logits: Tensor, target: Tensor<DType>, options: CrossEntropyOptions = {}): Tensor {
  const op = "crossEntropy";
  const reduction = checkReduction(op, options.reduction);
  const x = checkFloats(op, "logits", logits);
  const axis = normalizeAxis(op, options.axis ?? -1, x.rank);
  const smoothing = checkFraction(op, "labelSmoothing", options.labelSmoothing);
  const weight = checkClassWeight(op, options.weight, x.shape[axis] ?? 0);
  const { ignoreIndex } = options;
  const t = checkClassTarget(op, x, target, axis, ignoreIndex);
  if (t.kind === "probabilities") {
    return probabilityCrossEntropy(x, t.probabilities, { reduction, axis, smoothing, weight });
  }
  return labelCrossEntropy(x, t.labels, { reduction, axis, smoothing, weight, ignoreIndex });
}
