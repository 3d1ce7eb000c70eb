/** @file The hinge loss of classes, and the perceptron's. */
import { add, type DType, max, sub, type Tensor, where } from "@adjoint/core";
import { positivePart } from "./positive-part.ts";
import { type RowScoreOptions, rowScoreLoss } from "./row-scores.ts";

/**
 * Hinge loss of classes, max(0, 1 + max over the other classes of x − x[label]), with one term for each row.
 *
 * Shapes: scores f32[…, C, …], labels i32[…] without the class axis → f32[]; without reduction f32[…] without it.
 * Gradient: 1 for the greatest other score and −1 for the label's, at the margin too, else 0. Greatest ones that are
 * equal share it. A row of one class has loss 0.
 * Weights are factors of the rows' losses; the mean divides by the number of rows all the same.
 * @throws {ShapeError} if the shapes do not fit, or a label is no class (on the device: NaN).
 * @throws {DTypeError} if scores are not floats, or labels not integers.
 * @see Crammer and Singer (2001), On the algorithmic implementation of multiclass kernel-based vector machines
 * @example multiclassHinge(tensor([[10, 3]]), tensor([1], { dtype: "i32" })) // 8
 */
export function multiclassHinge(scores: Tensor, labels: Tensor<DType>, options: RowScoreOptions = {}): Tensor {
  return crammerSinger("multiclassHinge", scores, labels, options, 1);
}

/**
 * Perceptron loss of classes, max(0, max over the other classes of x − x[label]) = max(x) − x[label].
 *
 * Gradient: 1 for the greatest other score and −1 for the label's, where that one is not greater than all others.
 * Shapes, weights and errors as for `multiclassHinge`.
 * @see Collins (2002), Discriminative training methods for hidden Markov models
 * @example multiclassPerceptron(tensor([[10, 3]]), tensor([1], { dtype: "i32" })) // 7
 */
export function multiclassPerceptron(scores: Tensor, labels: Tensor<DType>, options: RowScoreOptions = {}): Tensor {
  return crammerSinger("multiclassPerceptron", scores, labels, options, 0);
}

function crammerSinger(
  op: string,
  scores: Tensor,
  labels: Tensor<DType>,
  options: RowScoreOptions,
  margin: number,
): Tensor {
  return rowScoreLoss(op, scores, labels, options, ({ x, isLabel, axis }, own) => {
    const greatest = max(where(isLabel, Number.NEGATIVE_INFINITY, x), axis, true);
    return positivePart(add(sub(greatest, own), margin));
  });
}
