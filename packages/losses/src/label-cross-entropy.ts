/** @file Cross-entropy against class labels. Its labels are compared, not looked up, so that all of it is one kernel. */
import {
  add,
  cast,
  detach,
  equal,
  exp,
  expandDims,
  expm1,
  less,
  lessEqual,
  log1p,
  logicalAnd,
  max,
  mul,
  neg,
  notEqual,
  ShapeError,
  squeeze,
  sub,
  sum,
  type Tensor,
  where,
} from "@adjoint/core";
import { hostData } from "./check.ts";
import { indexAlong, infiniteLogits, layAlong } from "./class-axis.ts";
import type { Reduction } from "./options.ts";
import { reduceLosses } from "./reduce.ts";

export interface LabelCrossEntropyOptions {
  readonly reduction: Reduction;
  readonly axis: number;
  readonly smoothing: number;
  readonly weight: Tensor | undefined;
  readonly ignoreIndex: number | undefined;
}

const INFINITY = Number.POSITIVE_INFINITY;

/** `crossEntropy` for checked logits and labels. */
export function labelCrossEntropy(logits: Tensor, labels: Tensor<"i32">, options: LabelCrossEntropyOptions): Tensor {
  const { reduction, axis, smoothing, weight, ignoreIndex } = options;
  const classes = logits.shape[axis] ?? 0;
  checkLabels(labels, classes, ignoreIndex);
  const label = expandDims(labels, axis);
  const isKept = ignoreIndex === undefined ? undefined : notEqual(label, ignoreIndex);
  // What an ignored row holds is left out at the start: a NaN multiplied by 0 at the end would stay.
  const x = isKept === undefined ? logits : where(isKept, logits, 0);
  const isLabel = equal(indexAlong(x.shape, axis), label);
  const weights = weight === undefined ? undefined : layAlong(weight, axis, x.rank);
  const ownWeight = weights === undefined ? undefined : sum(where(isLabel, weights, 0), axis, true);

  const row = rowLoss(x, isLabel, axis);
  let loss = ownWeight === undefined ? row.loss : mul(ownWeight, row.loss);
  if (smoothing > 0) {
    const differences = sub(row.own, row.logits);
    const spread = sum(weights === undefined ? differences : mul(weights, differences), axis, true);
    const total = weights === undefined ? classes : sum(weights);
    loss = add(mul(loss, 1 - smoothing), mul(add(mul(row.loss, total), spread), smoothing / classes));
  }
  const isClass = logicalAnd(lessEqual(0, label), less(label, classes));
  const checked = where(isClass, loss, Number.NaN);
  const kept = isKept === undefined ? checked : where(isKept, checked, 0);
  const losses = squeeze(kept, axis);
  const counts =
    ownWeight === undefined ? isKept && cast(isKept, x.dtype) : isKept ? where(isKept, ownWeight, 0) : ownWeight;
  return reduceLosses(losses, reduction, counts && reduction === "mean" ? divisor(counts) : undefined);
}

/** The sum of the weights of the rows; 1 if it is 0, so that the mean of nothing is 0. */
function divisor(counts: Tensor): Tensor {
  const total = sum(counts);
  return where(equal(total, 0), 1, total);
}

interface RowLoss {
  /** −log of the label's probability. */
  readonly loss: Tensor;
  /** The label's logit; 0 if it is −∞. */
  readonly own: Tensor;
  /** The logits; those of a row with +∞ are 0 there and −∞ elsewhere. */
  readonly logits: Tensor;
}

/**
 * With the differences d = x − x[label] and M = max(d) ≥ 0, the loss is M + log(e^−M + Σ e^(d − M)), summed over the
 * other classes. If the label has the greatest logit that is log1p of a small sum, and the label's gradient, minus the
 * sum of the others', is as accurate as theirs. M cancels, so no gradient goes through it.
 */
function rowLoss(x: Tensor, isLabel: Tensor<"bool">, axis: number): RowLoss {
  const peak = detach(max(x, axis, true));
  const isInfinite = equal(peak, INFINITY);
  const given = sum(where(isLabel, x, 0), axis, true);
  const own = where(isInfinite, infiniteLogits(equal(given, INFINITY), x), given);
  const logits = where(isInfinite, infiniteLogits(equal(x, INFINITY), x), x);
  const top = where(isInfinite, 0, peak);

  const gap = sub(top, own);
  // A label of probability 0: its loss is the gap, whose gradient is −1, and the differences are not defined.
  const isLost = equal(own, -INFINITY);
  const reference = where(isLost, 0, own);
  // d − M is x − top; the zero carries the gradient of −x[label].
  const zero = sub(detach(reference), reference);
  const others = sum(where(isLabel, 0, exp(add(sub(logits, top), zero))), axis, true);
  const fixedGap = detach(gap);
  const loss = add(where(isLost, gap, fixedGap), log1p(add(others, expm1(neg(fixedGap)))));
  return { loss, own: reference, logits };
}

/** @throws {ShapeError} with the first label, of those known on the host, that is no class. */
function checkLabels(labels: Tensor<"i32">, classes: number, ignoreIndex: number | undefined): void {
  const data = hostData(labels);
  const at = data?.findIndex((label) => (label < 0 || label >= classes) && label !== ignoreIndex) ?? -1;
  if (data === undefined || at < 0) return;
  const rule = `labels must lie in [0, ${classes})${ignoreIndex === undefined ? "" : ` or be ${ignoreIndex}`}`;
  const hint = ignoreIndex === undefined ? "set ignoreIndex to leave rows out" : undefined;
  throw new ShapeError({ op: "crossEntropy", rule, got: `${data[at]} at element ${at}`, hint });
}
