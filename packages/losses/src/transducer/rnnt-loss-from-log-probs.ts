/** @file The transducer loss of log-probabilities. */
import type { Tensor } from "@adjoint/core";
import { rnntLossOf } from "./fused.ts";
import type { RnntLossOptions } from "./problem.ts";

const ARGUMENTS = { op: "rnntLossFromLogProbs", input: "logProbs" } as const;

/**
 * `rnntLoss` of log-probabilities: −log of the sum, over all ways through the lattice, of the exponential of the sum of
 * their entries. Nothing is normalised, so that averages of models, temperatures or masks can come before it.
 *
 * Shapes: logProbs f32[N, T, U + 1, C], labels i32[N, U] → f32[], or f32[N] without reduction.
 * Gradient: minus how likely a path leaves the node, by a blank at the blank and by the label at the label: the derivative
 * with respect to what is passed in. All other entries have gradient 0 and are not looked at, nor is what lies beyond the
 * lengths.
 * Numerics: as `rnntLoss`. Entries need not be negative, nor is the loss positive then; above 1e4 they count as 1e4, and
 * below −4.6e7 as −∞. Where probabilities are almost 1 the loss may be below 0 by a rounding.
 * Reduction, options, lengths, sequences without a path, errors: as `rnntLoss`.
 * @throws {ShapeError} if shapes do not fit, or lengths, labels or the blank lie out of range.
 * @throws {DTypeError} if the log-probabilities are not floats, or labels or lengths not integers.
 * @throws {UsageError} if λ is negative, or the bound not above 0.
 * @see Graves (2012), Sequence transduction with recurrent neural networks
 * @example rnntLossFromLogProbs(full([1, 2, 2, 3], -Math.log(3)), tensor([[1]], { dtype: "i32" })) // 3 ln 3 − ln 2
 */
export function rnntLossFromLogProbs(logProbs: Tensor, labels: Tensor<"i32">, options: RnntLossOptions = {}): Tensor {
  return rnntLossOf(ARGUMENTS, logProbs, labels, options);
}
