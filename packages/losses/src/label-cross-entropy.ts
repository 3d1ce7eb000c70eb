/** @file Cross-entropy against class labels. Its labels are compared, not looked up, so that all of it is one kernel. */
import { add, mul, sub, sum, type Tensor } from "@adjoint/core";
import { labelRows, reduceRows, weighRows } from "./classification/label-rows.ts";
import { rowLoss } from "./classification/row-loss.ts";
import type { Reduction } from "./options.ts";

export interface LabelCrossEntropyOptions {
  readonly reduction: Reduction;
  readonly axis: number;
  readonly smoothing: number;
  readonly weight: Tensor | undefined;
  readonly ignoreIndex: number | undefined;
}

/** `crossEntropy` for checked logits and labels. */
export function labelCrossEntropy(logits: Tensor, labels: Tensor<"i32">, options: LabelCrossEntropyOptions): Tensor {
  const { reduction, axis, smoothing } = options;
  const rows = labelRows("crossEntropy", logits, labels, options);
  const row = rowLoss(rows.x, rows.isLabel, axis, rows.isKept === undefined && rows.weights === undefined);
  const own = weighRows(rows, row.loss);
  if (smoothing === 0) return reduceRows(rows, own, reduction);
  const { weights } = rows;
  const classes = logits.shape[axis] ?? 0;
  const differences = sub(row.own, row.logits);
  const spread = sum(weights === undefined ? differences : mul(weights, differences), axis, true);
  const total = weights === undefined ? classes : sum(weights);
  const smooth = add(mul(row.loss, total), spread);
  return reduceRows(rows, add(mul(own, 1 - smoothing), mul(smooth, smoothing / classes)), reduction);
}
