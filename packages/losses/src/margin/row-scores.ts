/** @file What losses of scores and one label for each row share. */
import { type DType, normalizeAxis, sum, type Tensor, where } from "@adjoint/core";
import { checkFloats } from "../check.ts";
import { checkRowLabels, type LabelRows, labelRows, reduceRows } from "../classification/label-rows.ts";
import type { WeightedLossOptions } from "../options.ts";
import { checkReduction, reduceLosses } from "../reduce.ts";
import { weigh } from "../weigh.ts";

export interface RowScoreOptions extends WeightedLossOptions {
  /** The axis of the classes. Default −1. */
  readonly axis?: number | undefined;
}

/**
 * The reduced losses of rows of scores, where `lossOf` gets the rows and the label's own score, and keeps the class axis
 * with extent 1. The mean divides by the number of rows.
 * @throws {ShapeError} if the shapes do not fit, or a label is no class.
 */
export function rowScoreLoss(
  op: string,
  scores: Tensor,
  labels: Tensor<DType>,
  options: RowScoreOptions,
  lossOf: (rows: LabelRows, own: Tensor) => Tensor,
): Tensor {
  const reduction = checkReduction(op, options.reduction);
  const x = checkFloats(op, "scores", scores);
  const axis = normalizeAxis(op, options.axis ?? -1, x.rank);
  const rows = labelRows(op, x, checkRowLabels(op, x, labels, axis), { axis });
  const losses = reduceRows(rows, lossOf(rows, ownScore(rows)), "none");
  return reduceLosses(weigh(op, losses, options.weight), reduction);
}

/** The label's score, with 1 for the class axis. */
export function ownScore({ x, isLabel, axis }: LabelRows): Tensor {
  return sum(where(isLabel, x, 0), axis, true);
}
