/** @file Binary cross-entropy of logits. */
import { add, equal, exp, greater, log1p, logicalAnd, mul, neg, sub, type Tensor, where } from "@adjoint/core";
import { checkFloats, checkFraction, checkSameShape } from "./check.ts";
import type { WeightedLossOptions } from "./options.ts";
import { checkReduction, reduceLosses } from "./reduce.ts";

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
  const t = smoothing === 0 ? given : add(mul(given, 1 - smoothing), smoothing / 2);

  // One comparison decides all of these, so that their gradients at 0 fit together and give ½.
  const isPositive = greater(x, 0);
  const tail = log1p(exp(where(isPositive, neg(x), x)));
  const ifPositive = add(where(isPositive, 0, neg(x)), tail);
  const ifNegative = add(where(isPositive, x, 0), tail);

  const weighted = options.posWeight === undefined ? t : mul(t, options.posWeight);
  const losses = add(share(weighted, ifPositive), share(sub(1, t), ifNegative));
  return reduceLosses(options.weight === undefined ? losses : mul(losses, options.weight), reduction);
}

/** fraction · loss, where nothing of an infinite loss is 0. */
function share(fraction: Tensor, loss: Tensor): Tensor {
  const isVoid = logicalAnd(equal(fraction, 0), equal(loss, Number.POSITIVE_INFINITY));
  return mul(fraction, where(isVoid, 0, loss));
}
