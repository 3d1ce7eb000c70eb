/** @file Rows of classes with one label each: which are ignored, which element is the label's, and the mean over them. */
import {
  cast,
  type DType,
  equal,
  expandDims,
  formatShape,
  less,
  lessEqual,
  logicalAnd,
  mul,
  notEqual,
  ShapeError,
  sameShape,
  squeeze,
  sum,
  type Tensor,
  where,
} from "@adjoint/core";
import { checkFloats, checkIntegers, hostData } from "../check.ts";
import { indexAlong, layAlong } from "../class-axis.ts";
import type { Reduction } from "../options.ts";
import { reduceLosses } from "../reduce.ts";
import { checkNoNaN } from "../weigh.ts";

export interface LabelRows {
  readonly axis: number;
  /** What was given, with 0 in ignored rows: a NaN multiplied by 0 at the end would stay. */
  readonly x: Tensor;
  /** With 1 for the class axis. */
  readonly label: Tensor<"i32">;
  readonly isLabel: Tensor<"bool">;
  /** Undefined if no rows are ignored. */
  readonly isKept: Tensor<"bool"> | undefined;
  /** The weights, laid along the class axis. */
  readonly weights: Tensor | undefined;
  /** The weight of each row's label. */
  readonly ownWeight: Tensor | undefined;
}

/**
 * Checked labels of the rows of `x`.
 * @throws {ShapeError} with the first label, of those known on the host, that is no class.
 */
export function labelRows(
  op: string,
  x: Tensor,
  labels: Tensor<"i32">,
  options: {
    readonly axis: number;
    readonly ignoreIndex?: number | undefined;
    /** One for each class, as `checkClassWeight` gives them. */
    readonly weight?: Tensor | undefined;
  },
): LabelRows {
  const { axis, ignoreIndex, weight } = options;
  checkLabelRange(op, labels, x.shape[axis] ?? 0, ignoreIndex);
  const label = expandDims(labels, axis);
  const isKept = ignoreIndex === undefined ? undefined : notEqual(label, ignoreIndex);
  const isLabel = equal(indexAlong(x.shape, axis), label);
  const weights = weight === undefined ? undefined : layAlong(weight, axis, x.rank);
  return {
    axis,
    x: isKept === undefined ? x : where(isKept, x, 0),
    label,
    isLabel,
    isKept,
    weights,
    ownWeight: weights === undefined ? undefined : sum(where(isLabel, weights, 0), axis, true),
  };
}

/**
 * Reduces the losses of rows, which still have 1 for the class axis: 0 for rows that are ignored, NaN for labels that
 * are no class. The mean divides by the number of rows that are not ignored, or by the sum of their labels' weights.
 */
export function reduceRows(rows: LabelRows, loss: Tensor, reduction: Reduction): Tensor {
  const { axis, label, isKept, ownWeight } = rows;
  const isClass = logicalAnd(lessEqual(0, label), less(label, rows.x.shape[axis] ?? 0));
  const checked = where(isClass, loss, Number.NaN);
  const losses = squeeze(isKept === undefined ? checked : where(isKept, checked, 0), axis);
  if (reduction !== "mean") return reduceLosses(losses, reduction);
  const counts =
    ownWeight === undefined ? isKept && cast(isKept, loss.dtype) : isKept ? where(isKept, ownWeight, 0) : ownWeight;
  return reduceLosses(losses, reduction, counts && divisor(counts as Tensor));
}

/** The losses of rows times the weights of their labels. A row of weight 0 counts as 0, even if its loss is infinite. */
export function weighRows(rows: LabelRows, loss: Tensor): Tensor {
  return rows.ownWeight === undefined ? loss : where(equal(rows.ownWeight, 0), 0, mul(rows.ownWeight, loss));
}

/** The sum of the weights of the rows; 1 if it is 0, so that the mean of nothing is 0. */
function divisor(counts: Tensor): Tensor {
  const total = sum(counts);
  return where(equal(total, 0), 1, total);
}

/**
 * Labels of rows, as i32.
 * @throws {ShapeError} if there is not one for each row. @throws {DTypeError} if they are not integers.
 */
export function checkRowLabels(op: string, x: Tensor, target: Tensor<DType>, axis: number): Tensor<"i32"> {
  const labels = checkIntegers(op, "labels", target);
  const rows = x.shape.filter((_, i) => i !== axis);
  if (sameShape(labels.shape, rows)) return labels;
  throw new ShapeError({
    op,
    rule: "labels must have the shape of the scores without the class axis",
    got: `scores=${formatShape(x.shape)}, labels=${formatShape(labels.shape)}, class axis ${axis}`,
    hint: `labels would be ${formatShape(rows)}`,
  });
}

/**
 * Weights of classes, if any.
 * @throws {ShapeError} if there is not one for each class. @throws {UsageError} for NaN.
 */
export function checkClassWeight(op: string, weight: Tensor | undefined, classes: number): Tensor | undefined {
  if (weight === undefined) return undefined;
  const w = checkFloats(op, "weight", weight);
  if (!sameShape(w.shape, [classes])) {
    const got = `weight=${formatShape(w.shape)} for ${classes} classes`;
    throw new ShapeError({
      op,
      rule: "weight must have one element for each class",
      got,
      hint: "1 leaves it as it is",
    });
  }
  checkNoNaN(op, "weight", weight);
  return w;
}

/** @throws {ShapeError} with the first label, of those known on the host, that is neither a class nor ignored. */
export function checkLabelRange(
  op: string,
  labels: Tensor<"i32">,
  classes: number,
  ignoreIndex: number | undefined,
): void {
  const data = hostData(labels);
  const at = data?.findIndex((label) => (label < 0 || label >= classes) && label !== ignoreIndex) ?? -1;
  if (data === undefined || at < 0) return;
  const rule = `labels must lie in [0, ${classes})${ignoreIndex === undefined ? "" : ` or be ${ignoreIndex}`}`;
  const hint = ignoreIndex === undefined ? "set ignoreIndex to leave rows out" : undefined;
  throw new ShapeError({ op, rule, got: `${data[at]} at element ${at}`, hint });
}
