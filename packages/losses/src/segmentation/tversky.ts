/** @file Tversky loss. */
import type { Tensor } from "@adjoint/core";
import { checkNotNegative } from "../check-number.ts";
import { type OverlapOptions, overlapLoss } from "./overlap.ts";

export interface TverskyOptions extends OverlapOptions {
  /** How much false positives count. Default 0.5. */
  readonly alpha?: number | undefined;
  /** How much false negatives count. Default 0.5. */
  readonly beta?: number | undefined;
}

/**
 * 1 − (I + smooth) / (I + α F₊ + β F₋ + smooth + eps), with the overlap I = Σ p t, the false positives F₊ = Σ p (1 − t)
 * and the false negatives F₋ = Σ (1 − p) t, summed over the axes of a region. With α = β = ½ it is Dice.
 *
 * Shapes: prediction f32[…], target of the same shape → f32[]; without reduction f32[…] without the axes, and without
 * class 0 if the background is ignored.
 * Gradient: for p, (α (1 − t) − β t) / s − (α F₊ + β F₋ + eps) ((t + α (1 − t) − β t)) / s², s being the denominator.
 * Numerics: computed as (α F₊ + β F₋ + eps) / (…), so that a good match keeps its digits.
 * Predictions are not checked to lie in [0, 1]. Two empty regions have loss 1, as in Keras, and 0 with `smooth` and
 * `eps: 0`; without both, 0/0 counts as 1, with gradient 0.
 * Class weights and weights are factors of the losses; the mean divides by their number all the same, and is NaN for none.
 * @throws {ShapeError} if the shapes differ, an axis does not exist, or a region covers the classes that are to be told apart.
 * @throws {DTypeError} if one does not hold floats.
 * @throws {UsageError} for alpha, beta, eps or smooth below 0, or NaN among weights on the host.
 * @see Salehi, Erdogmus, Gholipour (2017), "Tversky loss function for image segmentation using 3D fully convolutional deep networks"
 * @example tversky(tensor([0.5, 1, 0.5]), tensor([1, 1, 0]), { alpha: 0.2, beta: 0.8 }) // 1 − 1.5 / 2 = 0.25
 */
export function tversky(prediction: Tensor, target: Tensor, options: TverskyOptions = {}): Tensor {
  const op = "tversky";
  const alpha = checkNotNegative(op, "alpha", options.alpha ?? 0.5);
  const beta = checkNotNegative(op, "beta", options.beta ?? 0.5);
  return overlapLoss(op, prediction, target, options, { alpha, beta, epsShare: 1 });
}
