/** @file Binary cross-entropy of probabilities. */
import type { Tensor } from "@adjoint/core";
import { checkFloats, checkFraction, checkSameShape } from "../check.ts";
import type { WeightedLossOptions } from "../options.ts";
import { checkReduction, reduceLosses } from "../reduce.ts";
import { weigh } from "../weigh.ts";
import { checkBound, checkProbabilities } from "./normalized-logs.ts";
import { probabilityLosses } from "./probability-losses.ts";
import { smoothAlong } from "./smooth-along.ts";

export interface ProbabilityBinaryCrossEntropyOptions extends WeightedLossOptions {
  /**
   * Limits probabilities to [eps, 1 − eps], beyond which the gradient is 0: 1e-7 in Keras. By default logarithms are
   * limited instead, to at least −100, as PyTorch has it.
   */
  readonly eps?: number | undefined;
  /** Moves targets towards ½: t becomes t (1 − s) + s/2. Default 0. */
  readonly labelSmoothing?: number | undefined;
}

/**
 * Cross-entropy −t log p − (1 − t) log(1 − p) of probabilities p and targets t in [0, 1], in nats.
 *
 * Shapes: probabilities f32[…], target f32[…] of the same shape → f32[], or f32[…] without reduction.
 * Gradient: (p − t) / (p (1 − p)). Where p or 1 − p is below 1e-12 it is taken at 1e-12, so that a prediction that is
 * surely wrong has the loss 100 and the gradient ∓1e12; with `eps` it is 0 beyond the limits, the loss at most −log eps.
 * Numerics: what is surely right has gradient ∓1, where PyTorch has 0. `binaryCrossEntropyWithLogits` has none of these
 * limits: prefer it where there are logits.
 * Weights are factors of the single losses; the mean divides by their number all the same.
 * @throws {ShapeError} if the shapes differ. @throws {DTypeError} if one does not hold floats.
 * @throws {UsageError} for a probability or target outside [0, 1] that is still on the host (elsewhere it gives NaN, or
 * what the formula makes of it), or eps outside (0, ½), or smoothing outside [0, 1].
 * @see Goodfellow, Bengio, Courville (2016), section 6.2.2.2
 * @example binaryCrossEntropy(tensor([0.9, 0.2]), tensor([1, 0])) // 0.1643
 */
export function binaryCrossEntropy(
  probabilities: Tensor,
  target: Tensor,
  options: ProbabilityBinaryCrossEntropyOptions = {},
): Tensor {
  const op = "binaryCrossEntropy";
  const reduction = checkReduction(op, options.reduction);
  const p = checkFloats(op, "probabilities", probabilities);
  const t = checkFloats(op, "target", target);
  checkSameShape(op, { probabilities: p.shape, target: t.shape });
  const eps = options.eps === undefined ? undefined : checkBound(op, options.eps);
  const smoothing = checkFraction(op, "labelSmoothing", options.labelSmoothing);
  checkProbabilities(op, "probabilities", p);
  checkProbabilities(op, "target", t);
  const losses = probabilityLosses(p, smoothAlong(t, smoothing, 2), eps);
  return reduceLosses(weigh(op, losses, options.weight), reduction);
}
