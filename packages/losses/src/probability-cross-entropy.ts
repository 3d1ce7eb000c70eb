/** @file Cross-entropy against probabilities. */
import {
  add,
  cast,
  detach,
  equal,
  exp,
  log1p,
  max,
  mul,
  neg,
  squeeze,
  sub,
  sum,
  type Tensor,
  where,
} from "@adjoint/core";
import { infiniteLogits, layAlong } from "./class-axis.ts";
import type { Reduction } from "./options.ts";
import { reduceLosses } from "./reduce.ts";

export interface ProbabilityCrossEntropyOptions {
  readonly reduction: Reduction;
  readonly axis: number;
  readonly smoothing: number;
  readonly weight: Tensor | undefined;
}

const INFINITY = Number.POSITIVE_INFINITY;

/** `crossEntropy` for checked logits and probabilities: −Σ w t log softmax(x), where 0 · log 0 is 0. */
export function probabilityCrossEntropy(
  logits: Tensor,
  target: Tensor,
  options: ProbabilityCrossEntropyOptions,
): Tensor {
  const { reduction, axis, smoothing, weight } = options;
  const classes = logits.shape[axis] ?? 0;
  const t = smoothing === 0 ? target : add(mul(target, 1 - smoothing), smoothing / classes);
  const weighted = weight === undefined ? t : mul(t, layAlong(weight, axis, logits.rank));
  const logProbabilities = accurateLogSoftmax(logits, axis);
  const terms = where(equal(weighted, 0), 0, mul(weighted, logProbabilities));
  return reduceLosses(squeeze(neg(sum(terms, axis, true)), axis), reduction);
}

/** log softmax whose greatest values keep their relative accuracy: the 1 of the peak is taken out of its sum. */
function accurateLogSoftmax(x: Tensor, axis: number): Tensor {
  const peak = detach(max(x, axis, true));
  const isInfinite = equal(peak, INFINITY);
  const below = where(isInfinite, infiniteLogits(equal(x, INFINITY), x), sub(x, peak));
  const isPeak = cast(equal(below, 0), x.dtype);
  const peaks = sum(isPeak, axis, true);
  const others = sum(sub(exp(below), isPeak), axis, true);
  return sub(below, log1p(add(others, sub(peaks, 1))));
}
