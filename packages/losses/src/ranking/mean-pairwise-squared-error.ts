/** @file The squared error of differences within a sample. */
import { formatShape, mean, mul, ShapeError, sizeOf, square, sub, sum, type Tensor } from "@adjoint/core";
import { checkFloats, checkSameShape } from "../check.ts";
import type { WeightedLossOptions } from "../options.ts";
import { checkReduction, reduceLosses } from "../reduce.ts";
import { weigh } from "../weigh.ts";

/**
 * The mean over all pairs i < j of elements of one sample of ((p[i] − p[j]) − (t[i] − t[j]))²: an error that the sample's
 * offset does not change.
 *
 * Shapes: prediction f32[N, …], target of the same shape → f32[], or f32[N] without reduction.
 * Gradient: 4 (e − mean(e)) / (n − 1) for the n elements of a sample, e = prediction − target.
 * Numerics: computed as 2 Σ(e − mean(e))² / (n − 1), which is the same, and does not cancel for a great offset as TensorFlow's
 * difference of squares does. A sample of one element has no pairs and gives 0.
 * Weights are factors of the samples' losses; the mean divides by the number of samples all the same, and is NaN for
 * none. TensorFlow sums the samples: `reduction: "sum"`.
 * @throws {ShapeError} if the shapes differ, or there is no axis of samples. @throws {DTypeError} if one does not hold floats.
 * @throws {UsageError} for NaN among weights on the host.
 * @see TensorFlow, `tf.compat.v1.losses.mean_pairwise_squared_error`
 * @example meanPairwiseSquaredError(tensor([[1, 2, 4]]), tensor([[0, 0, 0]])) // (1 + 9 + 4) / 3 = 4.6667
 */
export function meanPairwiseSquaredError(
  prediction: Tensor,
  target: Tensor,
  options: WeightedLossOptions = {},
): Tensor {
  const op = "meanPairwiseSquaredError";
  const reduction = checkReduction(op, options.reduction);
  const p = checkFloats(op, "prediction", prediction);
  const t = checkFloats(op, "target", target);
  checkSameShape(op, { prediction: p.shape, target: t.shape });
  if (p.rank === 0) {
    throw new ShapeError({ op, rule: "the first axis is that of the samples", got: formatShape(p.shape) });
  }
  const axes = p.shape.slice(1).map((_, i) => i + 1);
  const error = sub(p, t);
  const centred = axes.length === 0 ? sub(error, error) : sub(error, mean(error, axes, true));
  const pairsLess = Math.max(1, sizeOf(p.shape.slice(1)) - 1);
  const losses = mul(sum(square(centred), axes), 2 / pairsLess);
  return reduceLosses(weigh(op, losses, options.weight), reduction);
}
