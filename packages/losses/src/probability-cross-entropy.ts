/** @file Cross-entropy against probabilities. */
import { add, equal, mul, neg, squeeze, sum, type Tensor, where } from "@adjoint/core";
import { layAlong } from "./class-axis.ts";
import { accurateLogSoftmax } from "./classification/row-loss.ts";
import type { Reduction } from "./options.ts";
import { reduceLosses } from "./reduce.ts";

export interface ProbabilityCrossEntropyOptions {
  readonly reduction: Reduction;
  readonly axis: number;
  readonly smoothing: number;
  readonly weight: Tensor | undefined;
}

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
