/** @file Dice loss whose classes are weighed by how rare they are. */
import {
  add,
  div,
  formatShape,
  mul,
  normalizeAxis,
  reciprocal,
  ShapeError,
  square,
  sum,
  type Tensor,
} from "@adjoint/core";
import { checkFloats, checkSameShape } from "../check.ts";
import type { LossOptions } from "../options.ts";
import { DICE } from "./dice.ts";
import { overlapLoss } from "./overlap.ts";

export interface GeneralizedDiceOptions extends LossOptions {
  /** Added to the overlap, in numerator and denominator. Default 1. */
  readonly smooth?: number | undefined;
  /** The prediction holds logits: softmax along the class axis, or the sigmoid if there is one class. Default true. */
  readonly applySoftmax?: boolean | undefined;
  /** Leaves out class 0, if there are others; its weight is reckoned with all the same. Default false. */
  readonly ignoreBackground?: boolean | undefined;
  /** The axis of the classes. Default −1. */
  readonly classAxis?: number | undefined;
}

/**
 * Dice losses of all samples and classes, times weights of the classes: 1 / (n² + 1e-7) for the n elements of a class in
 * the whole batch, scaled so that the weights of all C classes add up to C.
 *
 * Shapes: prediction f32[N, …, C], target of the same shape → f32[]; without reduction f32[N, C], without class 0 if the
 * background is ignored.
 * Gradient: that of `dice`, times the weights, which depend on the target alone.
 * A class that no target has gets almost all of the weight; so has optax, whose form this is. (Sudre et al. weigh within the
 * fraction instead.) Edges as for `dice`.
 * The mean divides by the number of losses, and is NaN for none.
 * @throws {ShapeError} if the shapes differ, or have not two axes at least. @throws {DTypeError} if one does not hold floats.
 * @throws {UsageError} for a smooth below 0.
 * @see Sudre et al. (2017), "Generalised Dice overlap as a deep learning loss function for highly unbalanced segmentations"
 * @example generalizedDice(tensor([[[1, 0], [1, 0]]]), tensor([[[1, 0], [0, 1]]]), { applySoftmax: false }) // (0.2 + 0.3333) / 2 = 0.2667
 */
export function generalizedDice(prediction: Tensor, target: Tensor, options: GeneralizedDiceOptions = {}): Tensor {
  const op = "generalizedDice";
  const { smooth = 1, applySoftmax = true, ignoreBackground, reduction } = options;
  const x = checkFloats(op, "prediction", prediction);
  const t = checkFloats(op, "target", target);
  checkSameShape(op, { prediction: x.shape, target: t.shape });
  const classAxis = normalizeAxis(op, options.classAxis ?? -1, x.rank);
  if (classAxis === 0) {
    throw new ShapeError({
      op,
      rule: "the first axis is that of the samples, another that of the classes",
      got: formatShape(x.shape),
    });
  }
  const axes = x.shape.map((_, i) => i);
  const classWeights = rarity(
    t,
    axes.filter((i) => i !== classAxis),
  );
  const axis = axes.filter((i) => i !== classAxis && i !== 0);
  const given = { axis, classAxis, classWeights, smooth, eps: 0, applySoftmax, ignoreBackground, reduction };
  return overlapLoss(op, x, t, given, DICE);
}

function rarity(target: Tensor, axes: readonly number[]): Tensor {
  const weights = reciprocal(add(square(sum(target, axes)), 1e-7));
  return mul(div(weights, sum(weights)), weights.size);
}
