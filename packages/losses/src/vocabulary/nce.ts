/** @file Noise-contrastive estimation. */
import { cast, type DType, less, mul, sum, type Tensor } from "@adjoint/core";
import { binaryCrossEntropyWithLogits } from "../binary-cross-entropy-with-logits.ts";
import { indexAlong } from "../class-axis.ts";
import { checkReduction, reduceLosses } from "../reduce.ts";
import { type SampledOptions, sampledLogits } from "./sampled-logits.ts";

/**
 * Noise-contrastive estimation: each row's labels are told from the sampled classes by logistic regression.
 *
 * Formula: Σ over labels and samples of the binary cross-entropy of x · W[c] + b[c] − log count(c), with the target 1/K for
 * each of K labels, and 0 for samples.
 * Shapes: x f32[N, H], weight f32[C, H], labels i32[N] or [N, K], sampled i32[S] → f32[]; without reduction f32[N].
 * Gradient: only rows of the weight that are labels or samples have one that is not 0.
 * Samples that are a row's label stay in it, as noise, unless `removeAccidentalHits` is true. Give `logExpectedCount`, even
 * for classes drawn uniformly: without it the logits do not become those of a distribution. Classes out of range and the
 * mean of no rows: as `sampledSoftmax`.
 * @throws {ShapeError} if shapes do not fit, or a class is out of range.
 * @throws {DTypeError} if x, weight and bias are not floats of one dtype, or labels or sampled not integers.
 * @see Gutmann, Hyvärinen (2010), Noise-contrastive estimation; TensorFlow, nn.nce_loss
 * @example nce(x, weight, labels, logUniformClasses(rand([64]), C), { logExpectedCount: logUniformCount(64, C) })
 */
export function nce(
  x: Tensor,
  weight: Tensor,
  labels: Tensor<DType>,
  sampled: Tensor<DType>,
  options: SampledOptions = {},
): Tensor {
  const op = "nce";
  const reduction = checkReduction(op, options.reduction);
  const { removeAccidentalHits = false } = options;
  const { logits, labelCount } = sampledLogits(op, x, weight, labels, sampled, { ...options, removeAccidentalHits });
  const isLabel = cast(less(indexAlong(logits.shape, 1), labelCount), logits.dtype) as Tensor;
  const losses = binaryCrossEntropyWithLogits(logits, mul(isLabel, 1 / labelCount), { reduction: "none" });
  return reduceLosses(sum(losses, 1), reduction);
}
