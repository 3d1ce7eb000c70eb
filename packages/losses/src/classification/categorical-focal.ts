/** @file The focal loss of classes. */
import { type DType, expm1, less, mul, neg, type Tensor, where } from "@adjoint/core";
import { checkNotNegative } from "../check-number.ts";
import { type ClassLossOptions, classLoss } from "./class-loss.ts";
import { checkGamma, focalFactor } from "./focal-factor.ts";
import { checkBound, checkProbabilities, normalizedLogs } from "./normalized-logs.ts";

export interface CategoricalFocalOptions extends Omit<ClassLossOptions, "weight"> {
  /** A factor for all classes, or one for each, f32[C]. Default 0.25. */
  readonly alpha?: number | Tensor | undefined;
  /** Exponent of 1 − p. Default 2. */
  readonly gamma?: number | undefined;
  /** Moves targets towards equal probabilities: t becomes t (1 − s) + s/C. Default 0. */
  readonly labelSmoothing?: number | undefined;
  /** False if probabilities are given instead. Default true. */
  readonly fromLogits?: boolean | undefined;
  /** Given probabilities are limited to [eps, 1 − eps]. Default 1e-7. */
  readonly eps?: number | undefined;
}

/**
 * Focal loss −Σ α t (1 − p)^γ log p with p = softmax(logits): cross-entropy that turns from rows it is sure of.
 *
 * Shapes: logits f32[…, C, …]; labels i32[…] without the class axis, or probabilities f32 of the logits' shape → f32[];
 * without reduction f32[…] without the class axis.
 * Gradient: that of the formula. At p = 1 it is 0, for γ < 1 too; where log p = −∞ it is that of cross-entropy.
 * Numerics: 1 − p is taken from log p by expm1, so that confident rows keep their relative accuracy. With
 * `fromLogits: false` probabilities are treated as in `categoricalCrossEntropy`.
 *
 * The mean divides by the number of rows that are not ignored, whatever α is; it is 0 if there are none.
 * @throws {ShapeError} if the shapes do not fit, or a label is no class.
 * @throws {DTypeError} if logits are not floats, or labels not integers.
 * @throws {UsageError} if γ or α is negative, and as `categoricalCrossEntropy`.
 * @see Lin et al. (2017), Focal loss for dense object detection
 * @example categoricalFocal(tensor([[2, 0]]), tensor([0], { dtype: "i32" })) // 0.00045
 */
export function categoricalFocal(logits: Tensor, target: Tensor<DType>, options: CategoricalFocalOptions = {}): Tensor {
  const op = "categoricalFocal";
  const { alpha = 0.25, labelSmoothing, fromLogits = true, ...rest } = options;
  const gamma = checkGamma(op, options.gamma);
  const factor = typeof alpha === "number" ? checkNotNegative(op, "alpha", alpha) : undefined;
  const eps = checkBound(op, options.eps ?? 1e-7);
  const loss = {
    op,
    argument: fromLogits ? "logits" : "probabilities",
    lossOf: (surprise: Tensor) =>
      factor === undefined ? focused(surprise, gamma) : mul(focused(surprise, gamma), factor),
    labelSmoothing,
    countsRows: true,
    ...(fromLogits ? {} : { logProbabilities: (p: Tensor, axis: number) => normalizedLogs(p, axis, eps) }),
  };
  const weight = typeof alpha === "number" ? undefined : alpha;
  const result = classLoss(loss, logits, target, { ...rest, weight });
  if (!fromLogits) checkProbabilities(op, "probabilities", logits);
  return result;
}

/** Beyond this many nats 1 − p is 1 in every precision, and needs no gradient: 0 times infinity it would be. */
const SURE_MISTAKE = 50;

/** surprise · (1 − e^−surprise)^γ. */
function focused(surprise: Tensor, gamma: number): Tensor {
  if (gamma === 0) return surprise;
  const limited = where(less(surprise, SURE_MISTAKE), surprise, SURE_MISTAKE);
  return mul(surprise, focalFactor(neg(expm1(neg(limited))), gamma));
}
