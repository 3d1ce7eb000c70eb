/** @file Losses from a maximum. */
import { equal, formatShape, mul, ShapeError, sameShape, sub, sum, type Tensor, where } from "@adjoint/core";
import { checkFloats, checkSameShape } from "../check.ts";
import type { WeightedLossOptions } from "../options.ts";
import { checkReduction, reduceLosses } from "../reduce.ts";
import { weigh } from "../weigh.ts";

/** A loss of scores and targets of one shape, with classes along the last axis. */
export type FenchelYoungLoss = (scores: Tensor, target: Tensor, options?: WeightedLossOptions) => Tensor;

/**
 * The Fenchel–Young loss of a regularised maximum: maxFun(scores) − Σ t · scores over the last axis. With `logSumExp` it
 * is cross-entropy without the entropy of the target.
 *
 * Shapes: maxFun f32[…, C] → f32[…]; the loss takes scores f32[…, C] and target of the same shape → f32[]; without
 * reduction f32[…].
 * Gradient: ∇maxFun(scores) − t, which is the difference of the predicted and the true distribution.
 * Numerics: those of `maxFun`; a target of 0 keeps infinite scores out of the sum.
 * Weights are factors of the rows' losses; the mean divides by the number of rows all the same.
 * @throws {ShapeError} if the shapes differ, or `maxFun` does not reduce the last axis.
 * @throws {DTypeError} if one does not hold floats.
 * @see Blondel, Martins, Niculae (2020), Learning with Fenchel–Young losses
 * @example fenchelYoung((x) => logSumExp(x, -1))(tensor([[2, 0]]), tensor([[1, 0]])) // 0.1269
 */
export function fenchelYoung(maxFun: (scores: Tensor) => Tensor): FenchelYoungLoss {
  const op = "fenchelYoung";
  return (scores, target, options = {}) => {
    const reduction = checkReduction(op, options.reduction);
    const x = checkFloats(op, "scores", scores);
    const t = checkFloats(op, "target", target);
    checkSameShape(op, { scores: x.shape, target: t.shape });
    const greatest = maxFun(x);
    if (x.rank === 0 || !sameShape(greatest.shape, x.shape.slice(0, -1))) {
      const rule = "maxFun must reduce the last axis";
      throw new ShapeError({ op, rule, got: `${formatShape(x.shape)} → ${formatShape(greatest.shape)}` });
    }
    const product = sum(where(equal(t, 0), 0, mul(t, x)), -1);
    return reduceLosses(weigh(op, sub(greatest, product), options.weight), reduction);
  };
}
