/**
 * @file Losses of classes that are a function of each class's surprise −log p: Σ t f(−log p) over the classes, which is
 * f(−log p[label]) for a label. What cross-entropy, its focal form, polyLoss and others have in common.
 */
import { cast, type DType, equal, mul, neg, normalizeAxis, squeeze, sum, type Tensor, where } from "@adjoint/core";
import { checkFloats, checkFraction } from "../check.ts";
import { layAlong } from "../class-axis.ts";
import type { LossOptions } from "../options.ts";
import { checkReduction, reduceLosses } from "../reduce.ts";
import { checkClassTarget } from "./class-target.ts";
import { checkClassWeight, type LabelRows, labelRows, reduceRows, weighRows } from "./label-rows.ts";
import { accurateLogSoftmax, rowLoss } from "./row-loss.ts";
import { smoothAlong } from "./smooth-along.ts";

/** Options of losses of classes. */
export interface ClassLossOptions extends LossOptions {
  /** A factor for each class, f32[C]. */
  readonly weight?: Tensor | undefined;
  /** Rows with this label count for nothing. Only for labels. */
  readonly ignoreIndex?: number | undefined;
  /** The axis of the classes. Default −1. */
  readonly axis?: number | undefined;
}

export interface ClassLoss {
  readonly op: string;
  /** Name of the first argument, for errors. */
  readonly argument: string;
  /** f, finite for 0. */
  lossOf(surprise: Tensor): Tensor;
  /** log p of what was given, where that is not logits. */
  logProbabilities?(given: Tensor, axis: number): Tensor;
  readonly labelSmoothing?: number | undefined;
  /** The mean divides by rows, whatever their weights. */
  readonly countsRows?: boolean;
}

/** The reduced loss. Weights enter as in `crossEntropy`. */
export function classLoss(loss: ClassLoss, given: Tensor, target: Tensor<DType>, options: ClassLossOptions): Tensor {
  const { op } = loss;
  const reduction = checkReduction(op, options.reduction);
  const x = checkFloats(op, loss.argument, given);
  const axis = normalizeAxis(op, options.axis ?? -1, x.rank);
  const smoothing = checkFraction(op, "labelSmoothing", loss.labelSmoothing);
  const weight = checkClassWeight(op, options.weight, x.shape[axis] ?? 0);
  const { ignoreIndex } = options;
  const t = checkClassTarget(op, x, target, axis, ignoreIndex);
  if (t.kind === "labels") {
    const rows = labelRows(op, x, t.labels, { axis, ignoreIndex, weight });
    const losses = smoothing === 0 ? ofLabels(loss, rows) : ofSmoothedLabels(loss, rows, smoothing);
    return reduceRows(loss.countsRows === true ? { ...rows, ownWeight: undefined } : rows, losses, reduction);
  }
  const weights = weight === undefined ? undefined : layAlong(weight, axis, x.rank);
  const smoothed = smoothAlong(t.probabilities, smoothing, x.shape[axis] ?? 0);
  return reduceLosses(squeeze(ofProbabilities(loss, x, smoothed, weights, axis), axis), reduction);
}

function ofLabels(loss: ClassLoss, rows: LabelRows): Tensor {
  const { x, isLabel, axis } = rows;
  const surprise =
    loss.logProbabilities === undefined
      ? rowLoss(x, isLabel, axis).loss
      : neg(sum(where(isLabel, loss.logProbabilities(x, axis), 0), axis, true));
  return weighRows(rows, loss.lossOf(surprise));
}

function ofSmoothedLabels(loss: ClassLoss, rows: LabelRows, smoothing: number): Tensor {
  const { x, isLabel, axis, weights } = rows;
  const t = smoothAlong(cast(isLabel, x.dtype) as Tensor, smoothing, x.shape[axis] ?? 0);
  return ofProbabilities(loss, x, t, weights, axis);
}

function ofProbabilities(loss: ClassLoss, x: Tensor, t: Tensor, weights: Tensor | undefined, axis: number): Tensor {
  const factors = weights === undefined ? t : mul(t, weights);
  // Nothing of an infinite loss is 0, and has no gradient.
  const isVoid = equal(factors, 0);
  const logs = loss.logProbabilities === undefined ? accurateLogSoftmax(x, axis) : loss.logProbabilities(x, axis);
  const losses = loss.lossOf(where(isVoid, 0, neg(logs)));
  return sum(where(isVoid, 0, mul(factors, losses)), axis, true);
}
