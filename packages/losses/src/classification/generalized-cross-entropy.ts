/** @file Cross-entropy that bears wrong labels. */
import { type DType, expm1, mul, type Tensor, UsageError } from "@adjoint/core";
import { type ClassLossOptions, classLoss } from "./class-loss.ts";
import { checkBound, checkProbabilities, normalizedLogs } from "./normalized-logs.ts";

export interface GeneralizedCrossEntropyOptions extends ClassLossOptions {
  /** In (0, 1]: near 0 it is cross-entropy, at 1 the absolute error 1 − p. Default 0.5. */
  readonly q?: number | undefined;
  /** False if probabilities are given instead. Default true. */
  readonly fromLogits?: boolean | undefined;
  /** Given probabilities are limited to [eps, 1 − eps]. Default 1e-7. */
  readonly eps?: number | undefined;
}

/**
 * Generalised cross-entropy (1 − p[label]^q) / q with p = softmax(logits); for probabilities Σ t (1 − p^q) / q. It has
 * the bound 1/q, so that wrong labels cannot rule the training.
 *
 * Shapes: logits f32[…, C, …]; labels i32[…] without the class axis, or probabilities f32 of the logits' shape → f32[];
 * without reduction f32[…] without the class axis.
 * Gradient: for a label p[label]^q (p − onehot), scaled as the reduction says.
 * Numerics: 1 − p^q is −expm1(q log p), so that confident rows keep their relative accuracy, and small q do no harm.
 * With `fromLogits: false` probabilities are treated as in `categoricalCrossEntropy`, and log p is limited.
 * Weights, ignored rows, the mean, infinite logits and labels that are no class are as in `crossEntropy`.
 * @throws {ShapeError} if the shapes do not fit, or a label is no class.
 * @throws {DTypeError} if logits are not floats, or labels not integers.
 * @throws {UsageError} if q lies outside (0, 1], and as `categoricalCrossEntropy`.
 * @see Zhang and Sabuncu (2018), Generalized cross entropy loss for training deep neural networks with noisy labels
 * @example generalizedCrossEntropy(tensor([[2, 0]]), tensor([0], { dtype: "i32" })) // 0.1230
 */
export function generalizedCrossEntropy(
  logits: Tensor,
  target: Tensor<DType>,
  options: GeneralizedCrossEntropyOptions = {},
): Tensor {
  const op = "generalizedCrossEntropy";
  const { fromLogits = true, q = 0.5 } = options;
  if (!(q > 0 && q <= 1)) {
    const hint = "crossEntropy is the limit for 0";
    throw new UsageError({ op, rule: "q must lie in (0, 1]", got: String(q), hint });
  }
  const eps = checkBound(op, options.eps ?? 1e-7);
  const loss = {
    op,
    argument: fromLogits ? "logits" : "probabilities",
    lossOf: (surprise: Tensor) => mul(expm1(mul(surprise, -q)), -1 / q),
    ...(fromLogits ? {} : { logProbabilities: (p: Tensor, axis: number) => normalizedLogs(p, axis, eps) }),
  };
  const result = classLoss(loss, logits, target, options);
  if (!fromLogits) checkProbabilities(op, "probabilities", logits);
  return result;
}
