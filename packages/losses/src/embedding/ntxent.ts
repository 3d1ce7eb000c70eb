/** @file The normalised, temperature-scaled cross-entropy of contrastive learning. */
import {
  cast,
  type DType,
  div,
  equal,
  logicalNot,
  matmul,
  softplus,
  sub,
  sum,
  type Tensor,
  transpose,
  where,
} from "@adjoint/core";
import { checkPositive } from "../check-number.ts";
import type { LossOptions } from "../options.ts";
import { checkReduction, reduceLosses } from "../reduce.ts";
import { unitRows } from "./distance.ts";
import { areAlike, checkRows, maskedLogSumExp, withoutDiagonal } from "./pairs.ts";

export interface NtxentOptions extends LossOptions {
  /** What the cosines are divided by. Default 0.07. */
  readonly temperature?: number | undefined;
}

/**
 * For each pair i ≠ j of rows with one label −log(e^s[i,j] / (e^s[i,j] + Σ e^s[i,k])), where s is the cosine of two rows
 * divided by the temperature, and k goes over the rows with another label than i.
 *
 * Shapes: embeddings f32[N, D], labels i32[N] → f32[]; without reduction f32[N, N], with 0 where there is no pair.
 * Gradient: with respect to s[i,j], minus the share of the others; and so on through the cosines.
 * Numerics: softplus(log Σ e^s[i,k] − s[i,j]), so that certain pairs keep their relative accuracy. A row of zeros has
 * cosine 0 with all others, and gradient 0.
 * The mean divides by the number of pairs, (i, j) and (j, i) being two; it is 0 if there are none. A row that has no others
 * gives 0.
 * @throws {ShapeError} if embeddings are no matrix, or have not one label each.
 * @throws {DTypeError} if embeddings are not floats, or labels not integers. @throws {UsageError} for a temperature ≤ 0.
 * @see Chen et al. (2020), "A simple framework for contrastive learning of visual representations"
 * @example ntxent(tensor([[1, 0], [1, 0], [0, 1]]), tensor([0, 0, 1], { dtype: "i32" }), { temperature: 1 }) // log(1 + 1/e) = 0.3133
 */
export function ntxent(embeddings: Tensor, labels: Tensor<DType>, options: NtxentOptions = {}): Tensor {
  const op = "ntxent";
  const reduction = checkReduction(op, options.reduction);
  const temperature = checkPositive(op, "temperature", options.temperature ?? 0.07);
  const { rows, labels: groups } = checkRows(op, ["embeddings", "labels"], embeddings, labels);
  const units = unitRows(rows);
  const similarity = div(matmul(units, transpose(units)), temperature);
  const isAlike = areAlike(groups, groups);
  const isPair = withoutDiagonal(isAlike);
  const others = maskedLogSumExp(similarity, logicalNot(isAlike));
  const losses = where(isPair, softplus(sub(others, similarity)), 0);
  const pairs = sum(cast(isPair, rows.dtype));
  return reduceLosses(losses, reduction, where(equal(pairs, 0), 1, pairs));
}
