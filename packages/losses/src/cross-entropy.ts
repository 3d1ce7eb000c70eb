/** @file Softmax cross-entropy: what it takes, and which of its two forms serves. */
import {
  type DType,
  DTypeError,
  formatShape,
  isFloat,
  normalizeAxis,
  ShapeError,
  sameShape,
  type Tensor,
  UsageError,
} from "@adjoint/core";
import { checkFloats, checkFraction, checkIntegers, checkTensor } from "./check.ts";
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
  const t = checkTensor(op, "target", target);
  const axis = normalizeAxis(op, options.axis ?? -1, x.rank);
  const smoothing = checkFraction(op, "labelSmoothing", options.labelSmoothing);
  const classes = x.shape[axis] ?? 0;
  const weight = options.weight === undefined ? undefined : checkWeight(options.weight, classes);
  if (sameShape(t.shape, x.shape)) {
    if (!isFloat(t.dtype)) {
      const rule = "a target of the logits' shape must hold probabilities";
      throw new DTypeError({ op, rule, got: t.dtype, hint: "cast it to f32, or leave out the class axis for labels" });
    }
    if (options.ignoreIndex !== undefined) {
      const rule = "ignoreIndex goes with labels, not with probabilities";
      throw new UsageError({
        op,
        rule,
        got: `a target of the logits' shape ${formatShape(t.shape)}`,
        hint: "use labels",
      });
    }
    return probabilityCrossEntropy(x, checkFloats(op, "target", t), { reduction, axis, smoothing, weight });
  }
  const rows = x.shape.filter((_, i) => i !== axis);
  if (!sameShape(t.shape, rows)) {
    throw new ShapeError({
      op,
      rule: "the target must have the logits' shape (probabilities), or that without the class axis (labels)",
      got: `logits=${formatShape(x.shape)}, target=${formatShape(t.shape)}, class axis ${axis}`,
      hint: `labels would be ${formatShape(rows)}`,
    });
  }
  const { ignoreIndex } = options;
  return labelCrossEntropy(x, checkIntegers(op, "labels", t), { reduction, axis, smoothing, weight, ignoreIndex });
}

function checkWeight(weight: Tensor, classes: number): Tensor {
  const w = checkFloats("crossEntropy", "weight", weight);
  if (sameShape(w.shape, [classes])) return w;
  const got = `weight=${formatShape(w.shape)} for ${classes} classes`;
  throw new ShapeError({
    op: "crossEntropy",
    rule: "weight must have one element for each class",
    got,
    hint: "1 leaves a class as it is",
  });
}
