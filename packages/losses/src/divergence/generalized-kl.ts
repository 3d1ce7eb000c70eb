/** @file The Kullback–Leibler divergence of what is not normalised. */
import { abs, add, exp, expm1, less, mul, sub, type Tensor, where } from "@adjoint/core";
import { type DivergenceOptions, divergence } from "./divergence.ts";

/**
 * Generalised Kullback–Leibler divergence t (log t − x) − t + e^x with x = log p, element by element. Each term is ≥ 0,
 * and 0 only where p = t, so that neither has to be normalised.
 *
 * Shapes: logPrediction f32[…], target f32[…] of the same shape → f32[], or f32[…] without reduction.
 * Gradient: p − t, scaled as the reduction says.
 * Numerics: near p = t it is t (expm1(d) − d) with d = x − log t, whose error is some roundings of t d, not of t; the
 * gradient keeps its relative accuracy there. Where t = 0 it is e^x.
 * Options, the mean, "batchmean", weights and errors as for `klDivergence`.
 * @see Csiszár (1991), Why least squares and maximum entropy?
 * @example generalizedKl(tensor([0]), tensor([2])) // 0.3863
 */
export function generalizedKl(logPrediction: Tensor, target: Tensor, options: DivergenceOptions = {}): Tensor {
  return divergence("generalizedKl", logPrediction, target, options, ({ x, t, logT, isVoid }) => {
    const difference = sub(where(isVoid, 0, x), logT);
    const isNear = less(abs(difference), 1);
    const d = where(isNear, difference, 0);
    const near = mul(t, sub(expm1(d), d));
    // One node for all branches: the slope of one that is not taken would be 0 · ∞.
    const rate = exp(x);
    const far = add(sub(where(isVoid, 0, mul(t, sub(0, difference))), t), rate);
    return where(isNear, where(isVoid, rate, near), far);
  });
}
