/** @file The triplet loss of any distance. */
import { add, equal, logicalAnd, minimum, sub, type Tensor, where } from "@adjoint/core";
import { checkFloats, checkSameShape } from "../check.ts";
import { checkFinite } from "../check-number.ts";
import { positivePart } from "../margin/positive-part.ts";
import type { WeightedLossOptions } from "../options.ts";
import { checkReduction, reduceLosses } from "../reduce.ts";
import { weigh } from "../weigh.ts";
import { distance } from "./distance.ts";

export interface TripletMarginOptions extends WeightedLossOptions {
  /** By how much the negative should lie further away than the positive. Default 1. */
  readonly margin?: number | undefined;
  /** Takes the lesser of the negative's distances from the anchor and from the positive. Default false. */
  readonly swap?: boolean | undefined;
}

export interface TripletWithDistanceOptions extends TripletMarginOptions {
  /** The distance of rows, one number for each pair. Default: Euclidean, with 1e-6 added to each difference. */
  readonly distance?: ((a: Tensor, b: Tensor) => Tensor) | undefined;
}

/**
 * max(0, d(anchor, positive) − d(anchor, negative) + margin) for a distance of your own.
 *
 * Shapes: three tensors of one shape, f32[…, D] → f32[], or without reduction the shape that the distance gives.
 * Gradient: that of the distances, wherever the loss is not below 0: at the kink it passes. With `swap`, the anchor's
 * distance has the gradient where both are equal.
 * Two distances that are both Infinity count as equal, with gradient 0.
 * Weights are factors of the losses; the mean divides by their number all the same, and is NaN for none.
 * @throws {ShapeError} if shapes differ, also those of the distances. @throws {DTypeError} if one does not hold floats.
 * @throws {UsageError} if the margin is not finite, or a weight on the host is NaN.
 * @see Balntas et al. (2016), "Learning local feature descriptors with triplets and shallow convolutional networks"
 * @example tripletWithDistance(tensor([[0]]), tensor([[1]]), tensor([[3]]), { distance: (a, b) => a.sub(b).abs().sum(-1), margin: 4 }) // 2
 */
export function tripletWithDistance(
  anchor: Tensor,
  positive: Tensor,
  negative: Tensor,
  options: TripletWithDistanceOptions = {},
): Tensor {
  return tripletLoss("tripletWithDistance", [anchor, positive, negative], options, options.distance ?? euclidean);
}

function euclidean(a: Tensor, b: Tensor): Tensor {
  return distance(a, b, { p: 2, eps: 1e-6, epsPlace: "difference", axis: -1 });
}

/** What both triplet losses share: checks, hinge, weights and reduction. */
export function tripletLoss(
  op: string,
  [anchor, positive, negative]: readonly [Tensor, Tensor, Tensor],
  options: TripletMarginOptions,
  measure: (a: Tensor, b: Tensor) => Tensor,
): Tensor {
  const reduction = checkReduction(op, options.reduction);
  const margin = checkFinite(op, "margin", options.margin ?? 1);
  const a = checkFloats(op, "anchor", anchor);
  const p = checkFloats(op, "positive", positive);
  const n = checkFloats(op, "negative", negative);
  checkSameShape(op, { anchor: a.shape, positive: p.shape, negative: n.shape });
  const near = checkFloats(op, "the distance", measure(a, p));
  const direct = checkFloats(op, "the distance", measure(a, n));
  checkSameShape(op, { "d(anchor, positive)": near.shape, "d(anchor, negative)": direct.shape });
  const far = options.swap === true ? minimum(direct, measure(p, n)) : direct;
  // Two distances beyond the dtype cannot be told apart: ∞ − ∞ would be NaN.
  const isBeyond = logicalAnd(equal(near, Number.POSITIVE_INFINITY), equal(far, Number.POSITIVE_INFINITY));
  const losses = positivePart(add(where(isBeyond, 0, sub(near, far)), margin));
  return reduceLosses(weigh(op, losses, options.weight), reduction);
}
