/** @file The hinge loss of one-hot targets. */
import { add, equal, max, mul, normalizeAxis, squeeze, sub, sum, type Tensor, where } from "@adjoint/core";
import { checkFloats, checkSameShape } from "../check.ts";
import type { WeightedLossOptions } from "../options.ts";
import { checkReduction, reduceLosses } from "../reduce.ts";
import { weigh } from "../weigh.ts";
import { positivePart } from "./positive-part.ts";

export interface CategoricalHingeOptions extends WeightedLossOptions {
  /** The axis of the classes. Default −1. */
  readonly axis?: number | undefined;
}

/**
 * Categorical hinge loss max(0, 1 + max((1 − t) x) − Σ t x) over the classes of a row, as Keras defines it: the class of
 * a one-hot target counts among the others with the score 0, so that these must be negative for a loss below 1 − x[label].
 *
 * Shapes: scores f32[…, C, …], target f32 of the same shape → f32[], or f32[…] without the class axis without reduction.
 * Gradient: (1 − t) for the greatest (1 − t) x, minus t, at the margin too, else 0. Greatest ones that are equal share it.
 * Weights are factors of the rows' losses; the mean divides by the number of rows all the same.
 * @throws {ShapeError} if the shapes differ. @throws {DTypeError} if one does not hold floats.
 * @see Crammer and Singer (2001), On the algorithmic implementation of multiclass kernel-based vector machines, for the idea
 * @example categoricalHinge(tensor([[0.6, 0.4]]), tensor([[0, 1]])) // 1.2
 */
export function categoricalHinge(scores: Tensor, target: Tensor, options: CategoricalHingeOptions = {}): Tensor {
  const op = "categoricalHinge";
  const reduction = checkReduction(op, options.reduction);
  const x = checkFloats(op, "scores", scores);
  const t = checkFloats(op, "target", target);
  checkSameShape(op, { scores: x.shape, target: t.shape });
  const axis = normalizeAxis(op, options.axis ?? -1, x.rank);
  // Nothing of an infinite score is 0.
  const own = sum(where(equal(t, 0), 0, mul(t, x)), axis, true);
  const others = max(where(equal(t, 1), 0, mul(sub(1, t), x)), axis, true);
  const losses = squeeze(positivePart(add(sub(others, own), 1)), axis);
  return reduceLosses(weigh(op, losses, options.weight), reduction);
}
