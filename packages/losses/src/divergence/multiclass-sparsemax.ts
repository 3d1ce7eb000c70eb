/** @file The sparsemax loss of classes. */
import {
  add,
  cast,
  type DType,
  detach,
  div,
  equal,
  max,
  mul,
  square,
  sub,
  sum,
  type Tensor,
  where,
} from "@adjoint/core";
import { infiniteLogits } from "../class-axis.ts";
import { type RowScoreOptions, rowScoreLoss } from "../margin/row-scores.ts";
import { simplexSupport } from "./simplex-support.ts";

/**
 * Sparsemax loss Σ (x² − τ²)/2 + ½ − x[label], summed over the classes S with x > τ, where Σ (x − τ) over S is 1: what
 * cross-entropy is to softmax, for the projection p = max(0, x − τ) on the simplex. It is 0 where the label's score
 * exceeds all others by 1.
 *
 * Shapes: scores f32[…, C, …], labels i32[…] without the class axis → f32[]; without reduction f32[…] without it.
 * Gradient: p − onehot(label), without jumps.
 * Numerics: scores are taken relative to the greatest, so that all terms are below 1. A score of −∞ takes its class out;
 * those of +∞ share all probability.
 * Up to 128 classes all pairs of a row are compared; more are sorted, in kernels of their own.
 * Weights are factors of the rows' losses; the mean divides by the number of rows all the same.
 * @throws {ShapeError} if the shapes do not fit, or a label is no class (on the device: NaN).
 * @throws {DTypeError} if scores are not floats, or labels not integers.
 * @see Martins and Astudillo (2016), From softmax to sparsemax
 * @example multiclassSparsemax(tensor([[0.5, 0]]), tensor([0], { dtype: "i32" })) // 0.0625
 */
export function multiclassSparsemax(scores: Tensor, labels: Tensor<DType>, options: RowScoreOptions = {}): Tensor {
  return rowScoreLoss("multiclassSparsemax", scores, labels, options, ({ x, isLabel, axis }) => {
    const peak = detach(max(x, axis, true));
    const isInfinite = equal(peak, Number.POSITIVE_INFINITY);
    const below = where(isInfinite, infiniteLogits(equal(x, Number.POSITIVE_INFINITY), x), sub(x, peak));
    const isIn = simplexSupport(detach(x), peak, axis);
    const inner = where(isIn, below, 0);
    const count = sum(cast(isIn, x.dtype), axis, true) as Tensor;
    const threshold = div(sub(sum(inner, axis, true), 1), count);
    const squares = sub(sum(square(inner), axis, true), mul(count, square(threshold)));
    return sub(add(mul(squares, 0.5), 0.5), sum(where(isLabel, below, 0), axis, true));
  });
}
