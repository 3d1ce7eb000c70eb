/** @file The loss of the recurrent neural network transducer. */
import type { Tensor } from "@adjoint/core";
import { checkReduction } from "../reduce.ts";
import { compositeRnntLoss, rnntLossOf } from "./fused.ts";
import { checkRnntProblem, type RnntLossOptions } from "./problem.ts";

export type { RnntLossOptions } from "./problem.ts";

/**
 * Transducer loss: −log of the probability, under a softmax of the logits at each node (t, u), of all ways through the
 * lattice that emit the labels. At a node u labels are out; a blank goes on to the next frame, label u + 1 to the next
 * node of the same frame; a last blank leaves node (T − 1, U). In nats.
 *
 * Shapes: logits f32[N, T, U + 1, C], labels i32[N, U] → f32[], or f32[N] without reduction. The mean is that over
 * sequences, as torchaudio has it; nothing is divided by the number of labels.
 * Gradient, with p the softmax, b and y how likely a path leaves the node by a blank or by the label: p (b + y), less b at
 * the blank and y at the label. It is exactly 0 beyond the lengths, whatever is there, and can be differentiated again,
 * through primitives, for small problems.
 * Numerics: path weights are f32 with exponents of their own, and b and y are normalised on each diagonal t + u, so that
 * errors do not grow with T. Log-probabilities below −4.6e7 count as those of 0. Runs, and any number of threads, give
 * the same bits. Memory beside logits and gradient: 48 bytes for each of (T + U)(U + 1) nodes, 24 of them in one buffer;
 * where a batch needs more than 128 MiB for that, its sequences are computed group by group.
 *
 * `fastEmitLambda` λ: y is multiplied by 1 + λ in the gradient, and the loss by 1 + λ, as warp-transducer and NeMo have it;
 * the gradient is then not that of the value. `clamp`: what the gradient of each sequence's loss is cut off at, before
 * reduction and cotangents, as in torchaudio.
 * There is always a path, unless a needed logit is −∞: the loss is then Infinity and the gradient 0. No frames: 0 for the
 * empty target, else Infinity. Labels beyond their length are not looked at. A label equal to the blank is emitted with the
 * blank's probability. Lengths and labels out of range are errors where they are still on the host, and else make
 * the loss of their sequence NaN. The mean over a batch of nothing is NaN.
 * f64 is computed from primitives, diagonal by diagonal; it is for checks of small problems.
 * @throws {ShapeError} if shapes do not fit, or lengths, labels or the blank lie out of range.
 * @throws {DTypeError} if the logits are not floats, or labels or lengths not integers.
 * @throws {UsageError} if λ is negative, or the bound not above 0.
 * @see Graves (2012), Sequence transduction with recurrent neural networks; Yu et al. (2021), FastEmit
 * @example rnntLoss(zeros([1, 2, 2, 3]), tensor([[1]], { dtype: "i32" })) // 3 ln 3 − ln 2
 */
export function rnntLoss(logits: Tensor, labels: Tensor<"i32">, options: RnntLossOptions = {}): Tensor {
  return rnntLossOf({ op: "rnntLoss", input: "logits" }, logits, labels, options);
}

/**
 * `rnntLoss` from primitives, for any float dtype: the oracle of the kernels. Its graph grows with T + U.
 * Shapes, options and errors as for `rnntLoss`.
 */
export function rnntComposite(logits: Tensor, labels: Tensor<"i32">, options: RnntLossOptions = {}): Tensor {
  const given = { op: "rnntComposite", input: "logits" } as const;
  const reduction = checkReduction(given.op, options.reduction);
  return compositeRnntLoss(checkRnntProblem(given, logits, labels, options), reduction);
}
