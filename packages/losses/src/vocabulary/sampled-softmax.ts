/** @file Sampled softmax: cross-entropy over the labels and some other classes. */
import { add, type DType, extentOf, full, mul, type Tensor } from "@adjoint/core";
import { labelCrossEntropy } from "../label-cross-entropy.ts";
import { checkReduction, reduceLosses } from "../reduce.ts";
import { type SampledOptions, sampledLogits } from "./sampled-logits.ts";

/**
 * Softmax cross-entropy over each row's labels and the sampled classes, as an estimate of that over all classes. For
 * training; evaluate with `linearCrossEntropy`.
 *
 * Formula: logits are x · W[c] + b[c] − log count(c); the loss is log Σ exp(logits) − the mean of those of the row's labels.
 * Shapes: x f32[N, H], weight f32[C, H], labels i32[N] or [N, K], sampled i32[S] → f32[]; without reduction f32[N].
 * Gradient: only rows of the weight that are labels or samples have one that is not 0.
 * Samples that are a row's label are left out of it, unless `removeAccidentalHits` is false. With all classes as samples,
 * no correction and one label it is the full cross-entropy. A label or sample that is no class is an error where it is known
 * on the host; else a label gives NaN. The mean of no rows is NaN.
 * @throws {ShapeError} if shapes do not fit, or a class is out of range.
 * @throws {DTypeError} if x, weight and bias are not floats of one dtype, or labels or sampled not integers.
 * @see Jean et al. (2015), On using very large target vocabulary for neural machine translation;
 * TensorFlow, nn.sampled_softmax_loss
 * @example sampledSoftmax(x, weight, labels, logUniformClasses(rand([64]), C), { logExpectedCount: logUniformCount(64, C) })
 */
export function sampledSoftmax(
  x: Tensor,
  weight: Tensor,
  labels: Tensor<DType>,
  sampled: Tensor<DType>,
  options: SampledOptions = {},
): Tensor {
  const op = "sampledSoftmax";
  const reduction = checkReduction(op, options.reduction);
  const { removeAccidentalHits = true } = options;
  const { logits, labelCount } = sampledLogits(op, x, weight, labels, sampled, { ...options, removeAccidentalHits });
  const ofLabel = (k: number): Tensor => {
    const column = full([extentOf(logits.shape, 0)], k, { dtype: "i32" });
    const plain = { axis: 1, smoothing: 0, weight: undefined, ignoreIndex: undefined } as const;
    return labelCrossEntropy(logits, column, { reduction: "none", ...plain });
  };
  const losses = Array.from({ length: labelCount }, (_, k) => ofLabel(k));
  const sumOfLosses = losses.reduce((a, b) => add(a, b));
  return reduceLosses(labelCount === 1 ? sumOfLosses : mul(sumOfLosses, 1 / labelCount), reduction);
}
