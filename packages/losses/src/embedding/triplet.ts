/** @file The triplet loss. */
import { normalizeAxis, type Tensor, UsageError } from "@adjoint/core";
import { checkFloats } from "../check.ts";
import { checkNotNegative } from "../check-number.ts";
import { distance } from "./distance.ts";
import { type TripletMarginOptions, tripletLoss } from "./triplet-with-distance.ts";

export interface TripletOptions extends TripletMarginOptions {
  /** The power of the norm: above 0, or Infinity. Default 2. */
  readonly p?: number | undefined;
  /** Keeps the gradient of equal vectors finite. Default 1e-6. */
  readonly eps?: number | undefined;
  /** Adds `eps` to each difference, as PyTorch does, or to the sum under the root, as optax. Default "difference". */
  readonly epsPlace?: "difference" | "root" | undefined;
  /** The axis of the vectors. Default −1. */
  readonly axis?: number | undefined;
}

/**
 * max(0, d(anchor, positive) − d(anchor, negative) + margin), with the distance d(a, b) = (Σ|a − b + eps|ᵖ)^(1/p), or
 * (Σ|a − b|ᵖ + eps)^(1/p) for `epsPlace: "root"`.
 *
 * Shapes: three tensors of one shape, f32[…, D, …] → f32[]; without reduction f32[…] without the axis.
 * Gradient: that of the distances, wherever the loss is not below 0: at the kink it passes. With `swap`, the anchor's
 * distance has the gradient where both are equal. The gradient of a distance of 0 is 0.
 * Numerics: differences are scaled before they are raised, so that a distance overflows only if it exceeds the dtype.
 * Weights are factors of the losses; the mean divides by their number all the same, and is NaN for none.
 * @throws {ShapeError} if shapes differ, or the axis does not exist. @throws {DTypeError} if one does not hold floats.
 * @throws {UsageError} for p ≤ 0, eps < 0, a margin that is not finite, or a weight on the host that is NaN.
 * @see Balntas et al. (2016), "Learning local feature descriptors with triplets and shallow convolutional networks"
 * @example triplet(tensor([[0, 0]]), tensor([[3, 4]]), tensor([[0, 5.5]]), { eps: 0 }) // 0.5
 */
export function triplet(anchor: Tensor, positive: Tensor, negative: Tensor, options: TripletOptions = {}): Tensor {
  const op = "triplet";
  const { p = 2, epsPlace = "difference" } = options;
  if (!(p > 0)) throw new UsageError({ op, rule: "p must be above 0", got: String(p), hint: "2 is Euclidean" });
  const eps = checkNotNegative(op, "eps", options.eps ?? 1e-6);
  if (epsPlace !== "difference" && epsPlace !== "root") {
    throw new UsageError({ op, rule: "epsPlace must be difference or root", got: String(epsPlace) });
  }
  const axis = normalizeAxis(op, options.axis ?? -1, checkFloats(op, "anchor", anchor).rank);
  const measure = (a: Tensor, b: Tensor): Tensor => distance(a, b, { p, eps, epsPlace, axis });
  return tripletLoss(op, [anchor, positive, negative], options, measure);
}
