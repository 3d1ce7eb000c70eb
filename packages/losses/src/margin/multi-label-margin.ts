/** @file The margin loss of several labels a row. */
import { type DType, formatShape, normalizeAxis, ShapeError, type Tensor } from "@adjoint/core";
import { checkFloats, checkIntegers, checkSameShape, hostData } from "../check.ts";
import type { WeightedLossOptions } from "../options.ts";
import { checkReduction, reduceLosses } from "../reduce.ts";
import { weigh } from "../weigh.ts";
import { multiLabelRows } from "./multi-label-rows.ts";

/**
 * Multi-label margin loss Σ max(0, 1 − x[j] + x[i]) / C, over all labels j of a row and all classes i that are none of
 * them. The labels of a row stand at its begin, −1 ends them, and what follows is not read.
 *
 * Shapes: scores f32[…, C], labels i32[…, C] → f32[]; without reduction f32[…].
 * Gradient: 1/C for each pair within the margin, at the margin too: + for the class, − for the label.
 * Its own gradient by the scores is 0. A row without labels has loss 0; a label that occurs twice counts twice, as in PyTorch.
 * Costs C² for each row.
 * Weights are factors of the rows' losses; the mean divides by the number of rows all the same.
 * @throws {ShapeError} if the shapes differ, or a label before the −1 is no class (on the device: NaN).
 * @throws {DTypeError} if scores are not floats, or labels not integers.
 * @see PyTorch, MultiLabelMarginLoss
 * @example multiLabelMargin(tensor([[0.1, 0.2, 0.4, 0.8]]), tensor([[3, 0, -1, 1]], { dtype: "i32" })) // 0.85
 */
export function multiLabelMargin(scores: Tensor, labels: Tensor<DType>, options: WeightedLossOptions = {}): Tensor {
  const op = "multiLabelMargin";
  const reduction = checkReduction(op, options.reduction);
  const x = checkFloats(op, "scores", scores);
  const given = checkIntegers(op, "labels", labels);
  checkSameShape(op, { scores: x.shape, labels: given.shape });
  const axis = normalizeAxis(op, -1, x.rank);
  checkListedLabels(op, given, x.shape[axis] ?? 0);
  return reduceLosses(weigh(op, multiLabelRows(x, given), options.weight), reduction);
}

function checkListedLabels(op: string, labels: Tensor<"i32">, classes: number): void {
  const data = hostData(labels);
  if (data === undefined) return;
  let hasEnded = false;
  for (let i = 0; i < data.length; i++) {
    if (i % classes === 0) hasEnded = false;
    const label = data[i] ?? 0;
    if (!hasEnded && (label < -1 || label >= classes)) {
      const rule = `labels must lie in [0, ${classes}), with −1 behind them`;
      const hint = `labels=${formatShape(labels.shape)}`;
      throw new ShapeError({ op, rule, got: `${label} at element ${i}`, hint });
    }
    hasEnded ||= label === -1;
  }
}
