/** @file Connectionist temporal classification of log-probabilities. */
import type { Tensor } from "@adjoint/core";
import type { CtcLossOptions } from "./ctc/check-problem.ts";
import { ctcLossOf } from "./ctc/fused.ts";

const ARGUMENTS = { op: "ctcLossFromLogProbs", input: "logProbs" } as const;

/**
 * `ctcLoss` of log-probabilities: −log of the sum, over all frame sequences that give the labels, of the exponential of
 * the sum of their entries. Nothing is normalised, so that averages of models, temperatures or masks can come before it.
 *
 * Shapes: logProbs f32[N, T, C] ([T, N, C] if `timeMajor`), labels i32[N, U] or i32[ΣU] → f32[], or f32[N].
 * Gradient: −occupancy, the derivative with respect to what is passed in, and 0 beyond the lengths. PyTorch's `CTCLoss`
 * gives exp(logProbs) − occupancy here, which is that of logits; behind a log-softmax both come to the same.
 * Numerics: as `ctcLoss`. Entries 4.6e7 or more below the greatest of their frame count as −∞. Entries need not be negative,
 * nor is the loss positive then; for that reason it may also be below 0 by a rounding where probabilities are almost 1.
 * Reduction, options, lengths, sequences without a path, errors: as `ctcLoss`.
 * @throws {ShapeError} if shapes do not fit, or lengths, labels or the blank lie out of range.
 * @throws {DTypeError} if the log-probabilities are not floats, or labels or lengths not integers.
 * @see Graves et al. (2006), Connectionist temporal classification
 * @example ctcLossFromLogProbs(full([1, 3, 3], -Math.log(3)), tensor([[1, 1]], { dtype: "i32" })) // 3 ln 3 / 2
 */
export function ctcLossFromLogProbs(logProbs: Tensor, labels: Tensor<"i32">, options: CtcLossOptions = {}): Tensor {
  return ctcLossOf(ARGUMENTS, logProbs, labels, options);
}
