/** @file What losses of one prediction and one target for each element share. */
import { DTypeError, type Tensor } from "@adjoint/core";
import { checkFloats, checkSameShape } from "../check.ts";
import type { WeightedLossOptions } from "../options.ts";
import { checkReduction, reduceLosses } from "../reduce.ts";
import { weigh } from "../weigh.ts";

/** Checks what was given, applies the formula to each element, weighs and reduces. */
export function elementwiseLoss(
  op: string,
  prediction: Tensor,
  target: Tensor,
  options: WeightedLossOptions,
  formula: (prediction: Tensor, target: Tensor) => Tensor,
): Tensor {
  const reduction = checkReduction(op, options.reduction);
  const [p, t] = checkPair(op, prediction, target);
  return reduceLosses(weigh(op, formula(p, t), options.weight), reduction);
}

/**
 * Predictions and targets of one shape and dtype.
 * @throws {ShapeError} if the shapes differ. @throws {DTypeError} if one does not hold floats, or one alone f64.
 */
export function checkPair(op: string, prediction: Tensor, target: Tensor): readonly [Tensor, Tensor] {
  const p = checkFloats(op, "prediction", prediction);
  const t = checkFloats(op, "target", target);
  checkSameShape(op, { prediction: p.shape, target: t.shape });
  if (p.dtype !== t.dtype) {
    const got = `prediction ${p.dtype}, target ${t.dtype}`;
    throw new DTypeError({ op, rule: "prediction and target must share a dtype", got, hint: "cast one of them" });
  }
  return [p, t];
}
