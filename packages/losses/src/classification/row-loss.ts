/** @file The cross-entropy of rows of logits with their labels, and the logarithms of softmax, with all their digits. */
import {
  add,
  cast,
  detach,
  equal,
  exp,
  expm1,
  log1p,
  max,
  mul,
  neg,
  sub,
  sum,
  type Tensor,
  where,
} from "@adjoint/core";
import { infiniteLogits } from "../class-axis.ts";

const INFINITY = Number.POSITIVE_INFINITY;

export interface RowLoss {
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
 * `isOneKernel` promises that rows are weighed alike: the gradient of the label then takes no pass over the row of its own.
 */
export function rowLoss(x: Tensor, isLabel: Tensor<"bool">, axis: number, isOneKernel = false): RowLoss {
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
  // d − M is x − top; the zero carries the gradient of −x[label]. All terms have the same: e⁰ may be taken out of the sum.
  const zero = sub(detach(reference), reference);
  const depths = isOneKernel ? sub(logits, top) : add(sub(logits, top), zero);
  const terms = sum(where(isLabel, 0, exp(depths)), axis, true);
  const others = isOneKernel ? mul(terms, exp(zero)) : terms;
  const fixedGap = detach(gap);
  const loss = add(where(isLost, gap, fixedGap), log1p(add(others, expm1(neg(fixedGap)))));
  return { loss, own: reference, logits };
}

/** log softmax whose greatest values keep their relative accuracy: the 1 of the peak is taken out of its sum. */
export function accurateLogSoftmax(x: Tensor, axis: number): Tensor {
  const peak = detach(max(x, axis, true));
  const isInfinite = equal(peak, INFINITY);
  const below = where(isInfinite, infiniteLogits(equal(x, INFINITY), x), sub(x, peak));
  const isPeak = cast(equal(below, 0), x.dtype);
  const peaks = sum(isPeak, axis, true);
  const others = sum(sub(exp(below), isPeak), axis, true);
  return sub(below, log1p(add(others, sub(peaks, 1))));
}
