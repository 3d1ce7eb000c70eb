/** @file Binary cross-entropy of logits. */
import type { Tensor } from "@adjoint/core";
import { checkFloats, checkFraction, checkSameShape } from "./check.ts";
import { logitLosses } from "./classification/logit-losses.ts";
import { smoothAlong } from "./classification/smooth-along.ts";
import type { WeightedLossOptions } from "./options.ts";
import { checkReduction, reduceLosses } from "./reduce.ts";
import { checkFactor, weigh } from "./weigh.ts";

export interface BinaryCrossEntropyOptions extends WeightedLossOptions {
  /** Factor of the losses of positive targets, broadcast to the elements. */
  readonly posWeight?: Tensor | undefined;
  /** Moves targets towards ½: t becomes t (1 − s) + s/2. Default 0. */
  readonly labelSmoothing?: number | undefined;
}

/**
 * Cross-entropy of targets in [0, 1] and the sigmoid of logits, −t log σ(x) − (1 − t) log(1 − σ(x)), in nats.
 *
 * Shapes: logits f32[…], target f32[…] of the same shape → f32[], or f32[…] without reduction.
 * Gradient: σ(x) − t; with `posWeight` q: (q t + 1 − t) σ(x) − q t.
 * Numerics: max(x, 0) − x t + log1p(e^−|x|) split by target, so that confident logits keep their relative accuracy and
 * infinite ones give 0 or infinity.
 * Weights are factors of the single losses; the mean divides by their number all the same.
 * @throws {ShapeError} if the shapes differ. @throws {DTypeError} if one does not hold floats.
 * @example binaryCrossEntropyWithLogits(tensor([0]), tensor([1])) // 0.6931
 */
export function binaryCrossEntropyWithLogits(
  logits: Tensor,
  target: Tensor,
  options: BinaryCrossEntropyOptions = {},
): Tensor {
  const op = "binaryCrossEntropyWithLogits";
  const reduction = checkReduction(op, options.reduction);
  const x = checkFloats(op, "logits", logits);
  const given = checkFloats(op, "target", target);
  checkSameShape(op, { logits: x.shape, target: given.shape });
  const smoothing = checkFraction(op, "labelSmoothing", options.labelSmoothing);
  const t = smoothAlong(given, smoothing, 2);
  const posWeight = options.posWeight === undefined ? undefined : checkFactor(op, "posWeight", options.posWeight, x);
  return reduceLosses(weigh(op, logitLosses(x, t, posWeight), options.weight), reduction);
}
