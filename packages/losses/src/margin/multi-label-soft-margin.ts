/** @file The soft margin loss of several labels a row. */
import { type DType, mean, mul, normalizeAxis, type Tensor } from "@adjoint/core";
import { checkFloats, checkSameShape } from "../check.ts";
import { checkClassWeight } from "../classification/label-rows.ts";
import { logitLosses } from "../classification/logit-losses.ts";
import type { LossOptions } from "../options.ts";
import { checkReduction, reduceLosses } from "../reduce.ts";
import { checkTwoLabels } from "./signed.ts";

export interface MultiLabelSoftMarginOptions extends LossOptions {
  /** A factor for each class, f32[C]. */
  readonly weight?: Tensor | undefined;
}

/**
 * For each row the mean over its classes of the binary cross-entropy of their logits, where any number of classes may hold.
 *
 * Shapes: logits f32[…, C], target of the same shape, of any dtype, 0 or 1 → f32[]; without reduction f32[…].
 * Gradient: (σ(x) − t) / C, times the weight of the class.
 * Numerics: as `binaryCrossEntropyWithLogits`. The mean over classes divides by C, whatever their weights.
 * @throws {ShapeError} if the shapes differ, or weights are not one for each class. @throws {DTypeError} for other logits.
 * @throws {UsageError} for other targets or NaN weights that are still on the host.
 * @see PyTorch, MultiLabelSoftMarginLoss
 * @example multiLabelSoftMargin(tensor([[0, 2]]), tensor([[1, 1]])) // 0.4100
 */
export function multiLabelSoftMargin(
  logits: Tensor,
  target: Tensor<DType>,
  options: MultiLabelSoftMarginOptions = {},
): Tensor {
  const op = "multiLabelSoftMargin";
  const reduction = checkReduction(op, options.reduction);
  const x = checkFloats(op, "logits", logits);
  const t = checkTwoLabels(op, target, 0, x);
  checkSameShape(op, { logits: x.shape, target: t.shape });
  normalizeAxis(op, -1, x.rank);
  const weight = checkClassWeight(op, options.weight, x.shape.at(-1) ?? 0);
  const losses = logitLosses(x, t);
  return reduceLosses(mean(weight === undefined ? losses : mul(losses, weight), -1), reduction);
}
