/** @file The negative log-likelihood of labels. */
import { type DType, DTypeError, isFloat, type Tensor } from "@adjoint/core";
import { checkTensor } from "../check.ts";
import { type ClassLossOptions, classLoss } from "./class-loss.ts";

/**
 * Negative log-likelihood −log p[label] of labels, from log-probabilities, such as those of `logSoftmax`.
 *
 * Shapes: logProbabilities f32[…, C, …], labels i32[…] without the class axis → f32[]; without reduction f32[…] without it.
 * Gradient: −1 for the label's log-probability and 0 for all others, scaled as the reduction says.
 * Numerics: the label's number is taken as it is; log p = −∞ gives ∞. Others are not looked at: rows need not be
 * normalised, and may hold NaN elsewhere. From logits, `crossEntropy` has more digits.
 *
 * The mean divides by the sum of weights[label] over the rows not ignored, and is 0 if that is 0. An ignored row gives
 * exactly 0, and gradient 0. A label that is no class is an error where labels are still on the host, and else gives NaN.
 * @throws {ShapeError} if the shapes do not fit, or a label is no class.
 * @throws {DTypeError} if log-probabilities are not floats, or labels not integers.
 * @throws {UsageError} for NaN among weights that are still on the host.
 * @see Goodfellow, Bengio, Courville (2016), section 5.5
 * @example nll(tensor([[-0.1, -2.4]]), tensor([1], { dtype: "i32" })) // 2.4
 */
export function nll(logProbabilities: Tensor, labels: Tensor<DType>, options: ClassLossOptions = {}): Tensor {
  const t = checkTensor("nll", "labels", labels);
  if (isFloat(t.dtype)) {
    const hint = "klDivergence and crossEntropy take probabilities";
    throw new DTypeError({ op: "nll", rule: "labels must be i32", got: t.dtype, hint });
  }
  const loss = {
    op: "nll",
    argument: "logProbabilities",
    lossOf: (surprise: Tensor) => surprise,
    logProbabilities: (given: Tensor) => given,
  };
  return classLoss(loss, logProbabilities, t, options);
}
