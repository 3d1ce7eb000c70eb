/** @file Circle loss. */
import {
  add,
  any,
  cast,
  type DType,
  equal,
  formatShape,
  logicalAnd,
  logicalNot,
  matmul,
  mul,
  ShapeError,
  softplus,
  squeeze,
  sub,
  sum,
  type Tensor,
  transpose,
  UsageError,
  where,
} from "@adjoint/core";
import { checkFinite, checkPositive } from "../check-number.ts";
import { positivePart } from "../margin/positive-part.ts";
import type { WeightedLossOptions } from "../options.ts";
import { checkReduction, reduceLosses } from "../reduce.ts";
import { weigh } from "../weigh.ts";
import { unitRows } from "./distance.ts";
import { areAlike, checkRows, type LabelledRows, maskedLogSumExp, withoutDiagonal } from "./pairs.ts";

export interface CircleOptions extends WeightedLossOptions {
  /** The scale of the exponents. Default 80. */
  readonly gamma?: number | undefined;
  /** The radius of the decision boundary. Default 0.4. */
  readonly margin?: number | undefined;
  /** What rows are compared with, f32[M, D]. Default: the embeddings themselves. */
  readonly references?: Tensor | undefined;
  /** The labels of the references, i32[M]. */
  readonly referenceLabels?: Tensor<DType> | undefined;
  /** Row i and reference i are one and no pair. Default true. */
  readonly removeDiagonal?: boolean | undefined;
  /** Divides rows by their lengths first. Default false, as rows are expected to have length 1. */
  readonly normalize?: boolean | undefined;
}

/**
 * softplus(log Σ e^(−γ (m + d)(m − d)) + log Σ e^(γ max(0, 1 + m − d)(1 − m − d))) for each row: the first sum over the
 * references with its label, the second over the others, d = max(0, 1 − cos) the distance from each.
 *
 * Shapes: embeddings f32[N, D] of length 1, labels i32[N] → f32[], or f32[N] without reduction.
 * Gradient: of all of it, the factors (m + d) and (1 + m − d) included, as Keras has it; at kinks it passes.
 * A row without positives or without negatives gives 0, with gradient 0.
 * Weights are factors of the rows' losses; the mean divides by the number of rows that have both all the same, and is 0 if
 * none has. (Keras leaves out a row whose loss rounds to 0, too.)
 * @throws {ShapeError} if embeddings or references are no matrices of one width, or have not one label each.
 * @throws {DTypeError} if embeddings are not floats, or labels not integers.
 * @throws {UsageError} for gamma ≤ 0, a margin that is not finite, NaN among weights on the host, or references without
 * labels, or the reverse.
 * @see Sun et al. (2020), "Circle loss: a unified perspective of pair similarity optimization"
 * @example circle(tensor([[1, 0], [1, 0], [0, 1]]), tensor([0, 0, 1], { dtype: "i32" }), { gamma: 1 }) // 0.5459
 */
export function circle(embeddings: Tensor, labels: Tensor<DType>, options: CircleOptions = {}): Tensor {
  const op = "circle";
  const reduction = checkReduction(op, options.reduction);
  const gamma = checkPositive(op, "gamma", options.gamma ?? 80);
  const margin = checkFinite(op, "margin", options.margin ?? 0.4);
  const own = checkRows(op, ["embeddings", "labels"], embeddings, labels);
  const references = checkReferences(own, options);
  const unit = options.normalize === true ? unitRows : (x: Tensor): Tensor => x;
  const d = positivePart(sub(1, matmul(unit(own.rows), transpose(unit(references.rows)))));

  const isAlike = areAlike(own.labels, references.labels);
  const isPositive = options.removeDiagonal === false ? isAlike : withoutDiagonal(isAlike);
  const isNegative = logicalNot(isAlike);
  const near = mul(mul(positivePart(add(d, margin)), sub(d, margin)), gamma);
  const far = mul(mul(positivePart(sub(1 + margin, d)), sub(1 - margin, d)), gamma);
  const exponent = add(maskedLogSumExp(near, isPositive), maskedLogSumExp(far, isNegative));
  const hasBoth = logicalAnd(any(isPositive, 1, true), any(isNegative, 1, true));
  const losses = squeeze(where(hasBoth, softplus(exponent), 0), 1);
  const rows = sum(cast(hasBoth, d.dtype));
  return reduceLosses(weigh(op, losses, options.weight), reduction, where(equal(rows, 0), 1, rows));
}

function checkReferences(own: LabelledRows, { references, referenceLabels }: CircleOptions): LabelledRows {
  const op = "circle";
  if (references === undefined && referenceLabels === undefined) return own;
  if (references === undefined || referenceLabels === undefined) {
    const got = references === undefined ? "referenceLabels only" : "references only";
    throw new UsageError({ op, rule: "references and referenceLabels go together", got });
  }
  const given = checkRows(op, ["references", "referenceLabels"], references, referenceLabels);
  if (given.rows.shape[1] === own.rows.shape[1]) return given;
  const got = `embeddings=${formatShape(own.rows.shape)}, references=${formatShape(given.rows.shape)}`;
  throw new ShapeError({ op, rule: "embeddings and references must have one width", got });
}
