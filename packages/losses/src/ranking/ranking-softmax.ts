/** @file Softmax cross-entropy of lists by relevance. */
import {
  any,
  cast,
  type DType,
  equal,
  full,
  normalizeAxis,
  notEqual,
  squeeze,
  sum,
  type Tensor,
  where,
} from "@adjoint/core";
import { checkFloats, checkSameShape, checkTensor } from "../check.ts";
import type { WeightedLossOptions } from "../options.ts";
import { probabilityCrossEntropy } from "../probability-cross-entropy.ts";
import { checkReduction, reduceLosses } from "../reduce.ts";
import { weigh } from "../weigh.ts";

export interface RankingSoftmaxOptions extends WeightedLossOptions {
  /** Which items count: bool, or numbers other than 0. Default: all. */
  readonly where?: Tensor<DType> | undefined;
  /** The axis of the items of a list. Default −1. */
  readonly axis?: number | undefined;
}

/**
 * −Σ relevance · log softmax(scores), summed over the items of each list.
 *
 * Shapes: scores f32[…, C, …], relevance of the same shape, floats or integers → f32[]; without reduction f32[…] without
 * the axis.
 * Gradient: softmax(scores) · Σ relevance − relevance; 0 for items that do not count, whatever they hold.
 * Numerics: the greatest score is removed first; an item without relevance adds 0 even if its score is −Infinity.
 * Weights are factors of the items' relevance, broadcast. The mean divides by the number of lists that have an item that
 * counts; it is 0 if none has.
 * @throws {ShapeError} if the shapes do not fit, or the axis does not exist. @throws {DTypeError} if scores are not floats.
 * @throws {UsageError} for NaN among weights on the host.
 * @see Cao et al. (2007), "Learning to rank: from pairwise approach to listwise approach"
 * @example rankingSoftmax(tensor([[2, 1, 3]]), tensor([[1, 0, 0]])) // 1.4076
 */
export function rankingSoftmax(scores: Tensor, relevance: Tensor<DType>, options: RankingSoftmaxOptions = {}): Tensor {
  const op = "rankingSoftmax";
  const reduction = checkReduction(op, options.reduction);
  const x = checkFloats(op, "scores", scores);
  const labels = cast(checkTensor(op, "relevance", relevance), x.dtype);
  checkSameShape(op, { scores: x.shape, relevance: labels.shape });
  const axis = normalizeAxis(op, options.axis ?? -1, x.rank);
  const given = { axis, smoothing: 0, weight: undefined, reduction: "none" } as const;
  if (options.where === undefined) {
    return reduceLosses(probabilityCrossEntropy(x, weigh(op, labels, options.weight), given), reduction);
  }
  const mask = checkTensor(op, "where", options.where);
  checkSameShape(op, { scores: x.shape, where: mask.shape });
  const isKept = notEqual(mask, 0);
  const hasItems = any(isKept, axis, true);
  // What does not count is left out at the start: a NaN multiplied by 0 would stay.
  const kept = where(isKept, x, where(hasItems, full([], Number.NEGATIVE_INFINITY, { dtype: x.dtype }), 0));
  const counted = where(isKept, weigh(op, labels, options.weight), 0);
  const isList = squeeze(hasItems, axis);
  const losses = where(isList, probabilityCrossEntropy(kept, counted, given), 0);
  const lists = sum(cast(isList, x.dtype));
  return reduceLosses(losses, reduction, where(equal(lists, 0), 1, lists));
}
