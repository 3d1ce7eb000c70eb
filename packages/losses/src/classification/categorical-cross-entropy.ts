/** @file Cross-entropy of probabilities. */
import type { DType, Tensor } from "@adjoint/core";
import { type ClassLossOptions, classLoss } from "./class-loss.ts";
import { checkBound, checkProbabilities, normalizedLogs } from "./normalized-logs.ts";

export interface CategoricalCrossEntropyOptions extends ClassLossOptions {
  /** Moves targets towards equal probabilities: t becomes t (1 − s) + s/C. Default 0. */
  readonly labelSmoothing?: number | undefined;
  /** Probabilities are limited to [eps, 1 − eps]. Default 1e-7. */
  readonly eps?: number | undefined;
}

/**
 * Cross-entropy −Σ t log p of probabilities, such as those of `softmax`, against labels or probabilities, in nats. Rows
 * are divided by their sums first.
 *
 * Shapes: probabilities f32[…, C, …]; labels i32[…] without the class axis, or probabilities f32 of the same shape →
 * f32[]; without reduction f32[…] without the class axis.
 * Gradient: (Σ t − t/p) / Σ p over the row, scaled as the reduction says; 0 from probabilities beyond the limits.
 * Numerics: no loss is above −log eps (16.12), and what is surely wrong learns nothing, as in Keras: `crossEntropy` of
 * logits has neither fault. A row of zeros counts as beyond the limit.
 *
 * Weights, ignored rows, the mean and labels that are no class are as in `crossEntropy`.
 * @throws {ShapeError} if the shapes do not fit, or a label is no class.
 * @throws {DTypeError} if probabilities are not floats, or labels not integers.
 * @throws {UsageError} for probabilities outside [0, 1] that are still on the host, eps outside (0, ½), smoothing
 * outside [0, 1], or `ignoreIndex` with probabilities.
 * @see Goodfellow, Bengio, Courville (2016), section 6.2.2.3
 * @example categoricalCrossEntropy(tensor([[0.9, 0.1]]), tensor([0], { dtype: "i32" })) // 0.1054
 */
export function categoricalCrossEntropy(
  probabilities: Tensor,
  target: Tensor<DType>,
  options: CategoricalCrossEntropyOptions = {},
): Tensor {
  const op = "categoricalCrossEntropy";
  const eps = checkBound(op, options.eps ?? 1e-7);
  const loss = {
    op,
    argument: "probabilities",
    lossOf: (surprise: Tensor) => surprise,
    logProbabilities: (p: Tensor, axis: number) => normalizedLogs(p, axis, eps),
    labelSmoothing: options.labelSmoothing,
  };
  const result = classLoss(loss, probabilities, target, options);
  checkProbabilities(op, "probabilities", probabilities);
  return result;
}
