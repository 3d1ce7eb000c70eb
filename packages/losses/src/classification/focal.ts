/** @file The focal loss of two classes. */
import { add, equal, mul, sub, type Tensor, where } from "@adjoint/core";
import { checkFloats, checkFraction, checkSameShape } from "../check.ts";
import type { WeightedLossOptions } from "../options.ts";
import { checkReduction, reduceLosses } from "../reduce.ts";
import { weigh } from "../weigh.ts";
import { checkGamma, focalFactor } from "./focal-factor.ts";
import { logitLossesAndMistakes } from "./logit-losses.ts";
import { checkBound, checkProbabilities } from "./normalized-logs.ts";
import { probabilityLosses } from "./probability-losses.ts";
import { smoothAlong } from "./smooth-along.ts";

export interface FocalOptions extends WeightedLossOptions {
  /** Exponent of the chance of a mistake. Default 2. */
  readonly gamma?: number | undefined;
  /** Factor of positive targets; negative ones have 1 − alpha. Keras and the paper have 0.25. Default none. */
  readonly alpha?: number | undefined;
  /** Moves targets towards ½: t becomes t (1 − s) + s/2. Default 0. */
  readonly labelSmoothing?: number | undefined;
  /** False if probabilities are given instead. Default true. */
  readonly fromLogits?: boolean | undefined;
  /** Given probabilities are limited to [eps, 1 − eps]. Default 1e-7. */
  readonly eps?: number | undefined;
}

/**
 * Binary focal loss α_t (1 − p_t)^γ BCE of logits, with p_t = t p + (1 − t) (1 − p), p = σ(x) and
 * α_t = t α + (1 − t) (1 − α): cross-entropy that turns from elements it is sure of.
 *
 * Shapes: logits f32[…], target f32[…] of the same shape → f32[], or f32[…] without reduction.
 * Gradient: that of the formula; 0 where the loss is 0, for γ < 1 too. An infinite logit has that of cross-entropy.
 * Numerics: 1 − p_t is the sum t σ(−x) + (1 − t) σ(x) of positive terms, so that neither it nor the loss cancels for
 * confident logits. With `fromLogits: false` probabilities are limited as in `binaryCrossEntropy` with `eps`.
 * Weights are factors of the single losses; the mean divides by their number all the same.
 * @throws {ShapeError} if the shapes differ. @throws {DTypeError} if one does not hold floats.
 * @throws {UsageError} if γ is negative, alpha or smoothing outside [0, 1], eps outside (0, ½), or for a target or given
 * probability outside [0, 1] that is still on the host.
 * @see Lin et al. (2017), Focal loss for dense object detection
 * @example focal(tensor([0]), tensor([1])) // 0.1733
 */
export function focal(logits: Tensor, target: Tensor, options: FocalOptions = {}): Tensor {
  const op = "focal";
  const { alpha, fromLogits = true } = options;
  const reduction = checkReduction(op, options.reduction);
  const gamma = checkGamma(op, options.gamma);
  const share = alpha === undefined ? undefined : checkFraction(op, "alpha", alpha);
  const eps = checkBound(op, options.eps ?? 1e-7);
  const name = fromLogits ? "logits" : "probabilities";
  const x = checkFloats(op, name, logits);
  const given = checkFloats(op, "target", target);
  checkSameShape(op, { [name]: x.shape, target: given.shape });
  checkProbabilities(op, "target", given);
  if (!fromLogits) checkProbabilities(op, name, x);
  const t = smoothAlong(given, checkFraction(op, "labelSmoothing", options.labelSmoothing), 2);

  const { losses, mistakes } = fromLogits
    ? logitLossesAndMistakes(x, t)
    : { losses: probabilityLosses(x, t, eps), mistakes: add(mul(t, sub(1, x)), mul(sub(1, t), x)) };
  // An infinite loss has no need of a factor, whose gradient would be 0 times infinity.
  const isLost = equal(losses, Number.POSITIVE_INFINITY);
  const focused = gamma === 0 ? losses : mul(where(isLost, 1, focalFactor(mistakes, gamma)), losses);
  const balanced = share === undefined ? focused : mul(focused, add(mul(t, 2 * share - 1), 1 - share));
  return reduceLosses(weigh(op, balanced, options.weight), reduction);
}
