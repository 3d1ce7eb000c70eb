/** @file Dice loss. */
import type { Tensor } from "@adjoint/core";
import { type OverlapOptions, overlapLoss } from "./overlap.ts";

export type DiceOptions = OverlapOptions;

/**
 * 1 − (2 Σ p t + 2 smooth) / (Σ p + Σ t + 2 smooth + eps), summed over the axes of a region.
 *
 * Shapes: prediction f32[…], target of the same shape → f32[]; without reduction f32[…] without the axes, and without
 * class 0 if the background is ignored.
 * Gradient: for p, −2 t / s + 2 Σ p t / s² where s = Σ p + Σ t, and so on with `smooth` and `eps`.
 * Numerics: computed as (Σ p (1 − t) + Σ (1 − p) t + eps) / (…), so that a good match keeps its digits.
 * Predictions are not checked to lie in [0, 1]. Two empty regions have loss 1, as in Keras, and 0 with `smooth` and
 * `eps: 0`; without both, 0/0 counts as 1, with gradient 0.
 * Class weights and weights are factors of the losses; the mean divides by their number all the same, and is NaN for none.
 * @throws {ShapeError} if the shapes differ, an axis does not exist, or a region covers the classes that are to be told apart.
 * @throws {DTypeError} if one does not hold floats. @throws {UsageError} for eps or smooth below 0, or NaN among weights
 * on the host.
 * @see Milletari, Navab, Ahmadi (2016), "V-Net: fully convolutional neural networks for volumetric medical image segmentation"
 * @example dice(tensor([0.5, 1, 0]), tensor([1, 1, 0])) // 1 − 3 / 3.5 = 0.1429
 */
export function dice(prediction: Tensor, target: Tensor, options: DiceOptions = {}): Tensor {
  return overlapLoss("dice", prediction, target, options, DICE);
}

/** Half of each kind of error; the fraction has been halved, so eps is too. */
export const DICE = { alpha: 0.5, beta: 0.5, epsShare: 0.5 } as const;
