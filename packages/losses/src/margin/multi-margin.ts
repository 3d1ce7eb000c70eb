/** @file The margin loss over all other classes. */
import { add, type DType, div, normalizeAxis, square, sub, sum, type Tensor, UsageError, where } from "@adjoint/core";
import { checkFloats } from "../check.ts";
import { checkFinite } from "../check-number.ts";
import { checkClassWeight, checkRowLabels, labelRows, reduceRows, weighRows } from "../classification/label-rows.ts";
import type { LossOptions } from "../options.ts";
import { checkReduction } from "../reduce.ts";
import { positivePart } from "./positive-part.ts";
import { ownScore } from "./row-scores.ts";

export interface MultiMarginOptions extends LossOptions {
  /** The power of each term, 1 or 2. Default 1. */
  readonly p?: 1 | 2 | undefined;
  /** By how much the label's score should exceed the others. Default 1. */
  readonly margin?: number | undefined;
  /** A factor for each class, f32[C]: rows get that of their label. */
  readonly weight?: Tensor | undefined;
  /** The axis of the classes. Default −1. */
  readonly axis?: number | undefined;
}

/**
 * Multi-class margin loss Σ max(0, margin − x[label] + x[j])^p / C, over all classes j but the label.
 *
 * Shapes: scores f32[…, C, …], labels i32[…] without the class axis → f32[]; without reduction f32[…] without it.
 * Gradient: for p = 1, 1/C for each other class within the margin, at the margin too (PyTorch: not there), and minus
 * their sum for the label.
 * The weight of the label multiplies the loss of its row; the mean divides by the number of rows all the same.
 * @throws {ShapeError} if the shapes do not fit, or a label is no class (on the device: NaN).
 * @throws {DTypeError} if scores are not floats, or labels not integers.
 * @throws {UsageError} if p is neither 1 nor 2, the margin is not finite, or a weight is NaN.
 * @see Weston and Watkins (1999), Support vector machines for multi-class pattern recognition
 * @example multiMargin(tensor([[0.1, 0.2, 0.4, 0.8]]), tensor([3], { dtype: "i32" })) // 0.325
 */
export function multiMargin(scores: Tensor, labels: Tensor<DType>, options: MultiMarginOptions = {}): Tensor {
  const op = "multiMargin";
  const reduction = checkReduction(op, options.reduction);
  const { p = 1 } = options;
  if (p !== 1 && p !== 2) throw new UsageError({ op, rule: "p must be 1 or 2", got: String(p) });
  const margin = checkFinite(op, "margin", options.margin ?? 1);
  const x = checkFloats(op, "scores", scores);
  const axis = normalizeAxis(op, options.axis ?? -1, x.rank);
  const classes = x.shape[axis] ?? 0;
  const weight = checkClassWeight(op, options.weight, classes);
  const rows = labelRows(op, x, checkRowLabels(op, x, labels, axis), { axis, weight });
  const excess = positivePart(add(sub(x, ownScore(rows)), margin));
  const terms = where(rows.isLabel, 0, p === 1 ? excess : square(excess));
  const losses = weighRows(rows, div(sum(terms, axis, true), classes));
  return reduceRows({ ...rows, ownWeight: undefined }, losses, reduction);
}
