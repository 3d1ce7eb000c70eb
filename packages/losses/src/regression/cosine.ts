/** @file Losses of the angle between predictions and targets. */
import {
  abs,
  detach,
  div,
  less,
  max,
  maximum,
  mul,
  neg,
  normalizeAxis,
  sqrt,
  square,
  squeeze,
  sub,
  sum,
  type Tensor,
  where,
} from "@adjoint/core";
import { checkNotNegative } from "../check-number.ts";
import type { WeightedLossOptions } from "../options.ts";
import { checkReduction, reduceLosses } from "../reduce.ts";
import { weigh } from "../weigh.ts";
import { checkPair } from "./elementwise.ts";

/** The smallest number whose reciprocal f32 can hold, but for some that WebGPU may take for 0. */
const SMALLEST = 2 ** -126;

/** The squared length of a vector of zeros: such that neither it nor its square is 0 in f32. */
const VOID = 1e-18;

export interface CosineOptions extends WeightedLossOptions {
  /** The axis of the vectors' components. Default −1. */
  readonly axis?: number | undefined;
  /** Shorter vectors count as this long. Default 1e-8. */
  readonly eps?: number | undefined;
}

/**
 * The cosine of the angle between prediction x and target t, negated so that less is better, as in Keras:
 * −x·t / (max(|x|, eps) max(|t|, eps)).
 *
 * Shapes: prediction f32[…], target f32[…] of the same shape → f32[], or their shape without the axis if not reduced.
 * Gradient: (cos x/|x| − t/|t|) / |x|, over the number of vectors.
 * Numerics: vectors are scaled by their greatest component first, so that squares neither overflow nor vanish. A vector of
 * zeros has no direction: cosine 0, gradient 0.
 * Weights are factors of the vectors' losses; the mean divides by the number of vectors all the same. The mean of no vectors
 * is NaN.
 * @throws {ShapeError} if the shapes differ, or there is no such axis. @throws {DTypeError} if one does not hold floats.
 * @throws {UsageError} if eps is negative, or a weight, known on the host, is NaN.
 * @see PyTorch, `cosine_similarity`; Keras, `CosineSimilarity`
 * @example cosineSimilarity(tensor([[1, 0]]), tensor([[1, 1]])) // -0.7071
 */
export function cosineSimilarity(prediction: Tensor, target: Tensor, options: CosineOptions = {}): Tensor {
  return cosineLoss("cosineSimilarity", prediction, target, options, neg);
}

/**
 * 1 − cos, for the cosine of the angle between prediction and target: 0 for one direction, 2 for opposite ones, 1 for a
 * vector of zeros. Shapes, gradient, options and errors as for `cosineSimilarity`, which is less by 1.
 * @example cosineDistance(tensor([[1, 0]]), tensor([[1, 1]])) // 0.2929
 */
export function cosineDistance(prediction: Tensor, target: Tensor, options: CosineOptions = {}): Tensor {
  return cosineLoss("cosineDistance", prediction, target, options, (cosine) => sub(1, cosine));
}

function cosineLoss(
  op: string,
  prediction: Tensor,
  target: Tensor,
  options: CosineOptions,
  formula: (cosine: Tensor) => Tensor,
): Tensor {
  const reduction = checkReduction(op, options.reduction);
  const eps = checkNotNegative(op, "eps", options.eps ?? 1e-8);
  const [p, t] = checkPair(op, prediction, target);
  const axis = normalizeAxis(op, options.axis ?? -1, p.rank);
  return reduceLosses(weigh(op, formula(cosineOf(p, t, axis, eps)), options.weight), reduction);
}

/** The cosine of the angles between vectors along an axis; 0 where one is all zeros. */
function cosineOf(a: Tensor, b: Tensor, axis: number, eps: number): Tensor {
  const [x, y] = [scaled(a, axis, eps), scaled(b, axis, eps)];
  const product = sum(mul(x.vector, y.vector), axis, true);
  return squeeze(div(product, sqrt(mul(x.square, y.square))), axis);
}

interface Scaled {
  /** Over the greatest of its components, which are then at most 1. */
  readonly vector: Tensor;
  /** Its squared length in the same scale, at least that of eps; not 0. */
  readonly square: Tensor;
}

/** The scale cancels from the cosine, so no gradient goes through it. That of a vector of zeros is 0, and so its gradient. */
function scaled(x: Tensor, axis: number, eps: number): Scaled {
  const peak = detach(max(abs(x), axis, true));
  const scale = where(less(peak, SMALLEST), 0, div(1, peak));
  const vector = mul(x, scale);
  const least = maximum(square(mul(scale, eps)), VOID);
  return { vector, square: maximum(sum(square(vector), axis, true), least) };
}
