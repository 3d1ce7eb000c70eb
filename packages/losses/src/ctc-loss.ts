/** @file Connectionist temporal classification of logits. */
import type { Tensor } from "@adjoint/core";
import { type CtcLossOptions, checkCtcProblem } from "./ctc/check-problem.ts";
import { ctcCompositeLosses } from "./ctc/composite.ts";
import { ctcLossOf, reduceCtcLosses } from "./ctc/fused.ts";
import { checkReduction } from "./reduce.ts";

export type { Lengths } from "./ctc/check-lengths.ts";
export type { CtcLossOptions } from "./ctc/check-problem.ts";

const ARGUMENTS = { op: "ctcLoss", input: "logits" } as const;

/**
 * Connectionist temporal classification: −log of the probability, under a softmax of each frame's logits, of all frame
 * sequences that give the labels once repetitions are merged and blanks dropped. In nats.
 *
 * Shapes: logits f32[N, T, C] ([T, N, C] if `timeMajor`), labels i32[N, U], or all targets one behind the other, i32[ΣU],
 * with `labelLengths` that sum to ΣU → f32[], or f32[N] without reduction.
 * The mean divides each loss by the number of its labels (at least 1), and the sum of these by N.
 * Gradient: softmax − occupancy, exactly 0 on frames beyond the length, whatever these hold. It can be differentiated
 * again, through primitives, for small problems.
 * Numerics: path weights are f32 with exponents of their own. For T = 2000 and U = 400 the gradient differs from double
 * precision by some 1e-6. Log-probabilities below −4.6e7 count as those of 0. Runs, and any number of threads, give the
 * same bits.
 * Memory: 32 bytes for each frame and label; where that exceeds 128 MiB, that of about √T frames, with the gradient taking
 * one more run along the paths, and the batch in parts if need be.
 *
 * A sequence without a path (too few frames, or a needed logit of −∞) has the loss Infinity, or 0 with `zeroInfinity`,
 * and the gradient 0. No frames: 0 for the empty target, else no path. Labels beyond their length are not looked at. A
 * label equal to the blank is a state of its own that gives the blank's class, and may follow another label directly, as
 * in PyTorch and Keras. Lengths and labels out of range are errors where they are still on the host, and else make the
 * loss of their sequence NaN. The mean over a batch of nothing is NaN.
 * f64 is computed from primitives, frame by frame; it is for checks of small problems.
 * @throws {ShapeError} if shapes do not fit, or lengths, labels or the blank lie out of range.
 * @throws {DTypeError} if the logits are not floats, or labels or lengths not integers.
 * @see Graves et al. (2006), Connectionist temporal classification
 * @example ctcLoss(zeros([1, 3, 3]), tensor([[1, 1]], { dtype: "i32" })) // 3 ln 3 / 2
 */
export function ctcLoss(logits: Tensor, labels: Tensor<"i32">, options: CtcLossOptions = {}): Tensor {
  return ctcLossOf(ARGUMENTS, logits, labels, options);
}

/**
 * `ctcLoss` from primitives, for any float dtype: the oracle of the kernels. Its graph grows with T.
 * Shapes, options and errors as for `ctcLoss`.
 */
export function ctcComposite(logits: Tensor, labels: Tensor<"i32">, options: CtcLossOptions = {}): Tensor {
  const reduction = checkReduction(ARGUMENTS.op, options.reduction);
  const problem = checkCtcProblem(ARGUMENTS, logits, labels, options);
  return reduceCtcLosses(ctcCompositeLosses(problem), problem, reduction);
}
