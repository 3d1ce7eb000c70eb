/** @file The Kullback–Leibler divergence. */
import { mul, sub, type Tensor, where } from "@adjoint/core";
import { type DivergenceOptions, divergence } from "./divergence.ts";

/**
 * Kullback–Leibler divergence of a prediction from a target, t (log t − x) with x = log p, element by element. Summed
 * over a distribution it is the nats lost by coding t as if it were p.
 *
 * Shapes: logPrediction f32[…], target f32[…] of the same shape → f32[], or f32[…] without reduction.
 * Gradient: −t, scaled as the reduction says.
 * Numerics: where t = 0 the term is 0 with gradient 0, also if x = −∞, and if the target is given as log t = −∞; else
 * x = −∞ gives ∞. Terms of distributions may be negative, their sum not; rows need not be normalised.
 *
 * The mean divides by the number of elements, as in PyTorch; reduction "batchmean" by the extent of the first axis,
 * which is the mean over distributions. Weights are factors of the terms.
 * @throws {ShapeError} if the shapes differ, or for "batchmean" of a scalar. @throws {DTypeError} if one does not hold floats.
 * @throws {UsageError} for a negative number that is no logarithm and still on the host (elsewhere: NaN).
 * @see Kullback and Leibler (1951), On information and sufficiency
 * @example klDivergence(tensor([[-0.6931, -0.6931]]), tensor([[1, 0]]), { reduction: "batchmean" }) // 0.6931
 */
export function klDivergence(logPrediction: Tensor, target: Tensor, options: DivergenceOptions = {}): Tensor {
  return divergence("klDivergence", logPrediction, target, options, ({ x, t, logT, isVoid }) =>
    where(isVoid, 0, mul(t, sub(logT, where(isVoid, 0, x)))),
  );
}
