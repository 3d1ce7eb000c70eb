/** @file The negative log-likelihood of counts. */
import { add, equal, exp, greater, log, mul, sub, type Tensor, where } from "@adjoint/core";
import { checkNotNegative } from "../check-number.ts";
import { checkKnown } from "../known.ts";
import type { WeightedLossOptions } from "../options.ts";
import { elementwiseLoss } from "./elementwise.ts";

export interface PoissonNllOptions extends WeightedLossOptions {
  /** Whether the prediction is the logarithm of the rate, else the rate itself. Default true. */
  readonly logInput?: boolean | undefined;
  /** Whether log t! is added, in Stirling's approximation, for targets above 1. Default false. */
  readonly full?: boolean | undefined;
  /** Added to rates before their logarithm is taken, without `logInput`. Default 1e-8; Keras' `Poisson` has 1e-7. */
  readonly eps?: number | undefined;
}

/**
 * Negative log-likelihood of a count t under a Poisson distribution, up to log t!: exp(x) − t x for the log-rate x; for a
 * rate, rate − t log(rate + eps).
 *
 * Shapes: prediction f32[…], target f32[…] of the same shape → f32[], or f32[…] without reduction.
 * Gradient: exp(x) − t, or 1 − t / (rate + eps), over N.
 * Numerics: exp(x) overflows f32 to Infinity beyond x = 88.7. A target of 0 has no second term, even at a log-rate of −∞ or
 * a rate of 0. `full` adds t log t − t + log(2π t)/2 for t > 1, at most 0.04 too small above 1; it is 0 at and below.
 * Weights are factors of the elements' losses; the mean divides by the number of elements all the same. The mean of no
 * elements is NaN.
 * A rate below −eps on the device gives NaN unless its target is 0.
 * @throws {ShapeError} if the shapes differ. @throws {DTypeError} if one does not hold floats.
 * @throws {UsageError} if eps is negative, if a target or, without `logInput`, a rate known on the host is negative, or a
 * weight NaN.
 * @see PyTorch, `PoissonNLLLoss`; scikit-learn, `HalfPoissonLoss`
 * @example poissonNll(tensor([0, 1]), tensor([1, 0])) // 1.8591
 */
export function poissonNll(prediction: Tensor, target: Tensor, options: PoissonNllOptions = {}): Tensor {
  const op = "poissonNll";
  const eps = checkNotNegative(op, "eps", options.eps ?? 1e-8);
  const isLog = options.logInput !== false;
  return elementwiseLoss(op, prediction, target, options, (x, t) => {
    checkKnown(op, target, "target must not be negative", (value) => value >= 0);
    if (!isLog) checkKnown(op, prediction, "rates must not be negative", (value) => value >= 0, "set logInput");
    const isZero = equal(t, 0);
    // For a target of 0 nothing may come of a logarithm of −∞, so it is not looked at.
    const logarithm = isLog ? where(isZero, 0, x) : log(where(isZero, 1, add(x, eps)));
    const losses = sub(isLog ? exp(x) : x, mul(t, logarithm));
    return options.full === true ? add(losses, stirling(t)) : losses;
  });
}

/** Stirling's t log t − t + log(2π t)/2 for t > 1, else 0. */
function stirling(t: Tensor): Tensor {
  const isLarge = greater(t, 1);
  const large = where(isLarge, t, 1);
  const logarithm = log(large);
  const value = add(sub(mul(large, logarithm), large), mul(add(logarithm, Math.log(2 * Math.PI)), 0.5));
  return where(isLarge, value, 0);
}
