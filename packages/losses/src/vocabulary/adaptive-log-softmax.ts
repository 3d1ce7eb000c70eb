/** @file Adaptive softmax: frequent classes in a head, rare ones in tails of fewer features. */
import {
  add,
  concat,
  type DType,
  full,
  greaterEqual,
  less,
  logicalAnd,
  logSoftmax,
  matmul,
  slice,
  sub,
  type Tensor,
  transpose,
  where,
} from "@adjoint/core";
import { checkIntegers } from "../check.ts";
import { crossEntropy } from "../cross-entropy.ts";
import { checkKnown } from "../known.ts";
import type { WeightedLossOptions } from "../options.ts";
import { checkReduction, reduceLosses } from "../reduce.ts";
import { weigh } from "../weigh.ts";
import { type AdaptiveParams, type CheckedAdaptive, checkAdaptive } from "./adaptive-params.ts";

/** What stands for "another cluster has this row". No class has it. */
const ELSEWHERE = -1;

/**
 * Softmax cross-entropy against labels, where the logarithm of a probability is that of the head for the first classes, and
 * for the others that of their cluster in the head plus that of the class in its tail.
 *
 * Shapes: input f32[N, D], labels i32[N], parameters as `adaptiveShapes` gives them → f32[], or f32[N] without reduction.
 * Gradient: that of the cross-entropies of which it is made, with respect to the input and all parameters. A tail gets
 * gradients from the rows of its own classes only.
 * Numerics: those of `crossEntropy`: confident rows keep their relative accuracy.
 * All tails are computed for all rows, as shapes cannot depend on labels; what is saved is the width of the tails. A label that
 * is no class is an error where labels are on the host, and else gives NaN.
 * Weights are factors of the rows' losses; the mean divides by their number all the same, and is NaN for none.
 * @throws {ShapeError} if the shapes do not fit. @throws {DTypeError} if labels are not integers, or others not floats.
 * @throws {UsageError} for a label that is no class, or NaN among weights, on the host.
 * @see Grave et al. (2017), "Efficient softmax approximation for GPUs"
 * @example adaptiveLogSoftmax(tensor([[1]]), tensor([0], { dtype: "i32" }), { head: tensor([[1], [1]]), tails: [{ projection: tensor([[1]]), output: tensor([[1], [1]]) }] }) // log 2
 */
export function adaptiveLogSoftmax(
  input: Tensor,
  labels: Tensor<DType>,
  params: AdaptiveParams,
  options: WeightedLossOptions = {},
): Tensor {
  const op = "adaptiveLogSoftmax";
  const reduction = checkReduction(op, options.reduction);
  const checked = checkAdaptive(op, input, params, labels.shape);
  const label = checkIntegers(op, "labels", labels);
  const { frequent, clusters, classes } = checked;
  checkKnown(op, label, `labels must lie in [0, ${classes})`, (value) => value >= 0 && value < classes);

  // The classes of the head keep their number; a class of a tail becomes its cluster, and any other stays no class.
  let headLabel = where(logicalAnd(greaterEqual(label, 0), less(label, classes)), label, frequent + clusters.length);
  clusters.forEach(({ first, size }, i) => {
    const isInside = logicalAnd(greaterEqual(label, first), less(label, first + size));
    headLabel = where(isInside, frequent + i, headLabel);
  });
  let losses = crossEntropy(headLogits(checked), headLabel, { reduction: "none" });
  clusters.forEach(({ first, size }, i) => {
    const isInside = logicalAnd(greaterEqual(label, first), less(label, first + size));
    const own = where(isInside, sub(label, first), ELSEWHERE);
    losses = add(losses, crossEntropy(tailLogits(checked, i), own, { reduction: "none", ignoreIndex: ELSEWHERE }));
  });
  return reduceLosses(weigh(op, losses, options.weight), reduction);
}

/**
 * Logarithms of the probabilities of all classes, whose exponentials sum to 1 in each row.
 *
 * Shapes: input f32[N, D], parameters as `adaptiveShapes` gives them → f32[N, C].
 * @throws {ShapeError} if the shapes do not fit. @throws {DTypeError} if one does not hold floats.
 */
export function adaptiveLogProbabilities(input: Tensor, params: AdaptiveParams): Tensor {
  const checked = checkAdaptive("adaptiveLogProbabilities", input, params);
  const { frequent, clusters } = checked;
  const head = logSoftmax(headLogits(checked));
  const parts = clusters.map((_, i) => {
    const cluster = slice(head, [0, frequent + i], [checked.x.shape[0] ?? 0, frequent + i + 1]);
    return add(logSoftmax(tailLogits(checked, i)), cluster);
  });
  return concat([slice(head, [0, 0], [checked.x.shape[0] ?? 0, frequent]), ...parts], 1);
}

function headLogits({ x, head, headBias }: CheckedAdaptive): Tensor {
  const logits = matmul(x, transpose(head));
  return headBias === undefined ? logits : add(logits, headBias);
}

function tailLogits({ x, clusters }: CheckedAdaptive, i: number): Tensor {
  const cluster = clusters[i];
  if (cluster === undefined) return full([0, 0], 0, { dtype: x.dtype });
  return matmul(matmul(x, transpose(cluster.projection)), transpose(cluster.output));
}
