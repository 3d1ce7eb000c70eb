/** @file Losses of Tweedie's distributions: counts, amounts, and amounts that are often 0. */
import {
  equal,
  exp,
  expm1,
  greater,
  log,
  maximum,
  mul,
  square,
  sub,
  type Tensor,
  UsageError,
  where,
} from "@adjoint/core";
import { checkKnown } from "../known.ts";
import type { WeightedLossOptions } from "../options.ts";
import { elementwiseLoss } from "./elementwise.ts";

export interface TweedieOptions extends WeightedLossOptions {
  /**
   * The variance is the mean to this power. 0: normal, 1: Poisson, between: sums of gamma amounts, 2: gamma, 3: inverse
   * Gaussian. Not in (0, 1), where there is no such distribution. Default 1.5.
   */
  readonly power?: number | undefined;
  /**
   * Whether the loss has its term of the target alone, which makes it half of the deviance: 0 for a perfect prediction.
   * Scikit-learn's half losses are without. Default true; with power 0 it is always there. Without it, the loss is shifted by
   * t/(1−p) or 1/(2−p) for powers nearer than 1/16 to 1 or 2, as those numbers grow without bound.
   */
  readonly deviance?: boolean | undefined;
}

/**
 * Half of Tweedie's deviance of a target t and the mean m = exp(r), for the logarithm r that is predicted:
 * t^(2−p) / ((1−p)(2−p)) − t m^(1−p) / (1−p) + m^(2−p) / (2−p), with its limits (t − m)²/2 for the power p = 0,
 * t log(t/m) − t + m for 1, log(m/t) + t/m − 1 for 2. In the first term a negative t counts as 0.
 *
 * Shapes: prediction f32[…], the logarithms of means, target f32[…] of the same shape → f32[], or f32[…] without reduction.
 * Gradient: m^(2−p) − t m^(1−p), over N.
 * Numerics: a mean that f32 cannot hold gives Infinity, in the gradient ±Infinity, never NaN. Powers close to 1 and 2 are as
 * accurate as these. The deviance near 0 keeps the absolute accuracy of its terms.
 * Weights are factors of the elements' losses; the mean divides by the number of elements all the same. The mean of no
 * elements is NaN.
 * On the device, a target of 0 with a power of 2 or more gives Infinity, a negative one from power 1 on nothing meaningful.
 * @throws {ShapeError} if the shapes differ. @throws {DTypeError} if one does not hold floats.
 * @throws {UsageError} if the power lies in (0, 1) or is not finite; if a target known on the host is negative with a power
 * of 1 or more, or 0 with one of 2 or more; or a weight NaN.
 * @see Jørgensen (1987), "Exponential dispersion models"; scikit-learn, `HalfTweedieLoss`
 * @example tweedie(tensor([0, 1]), tensor([1, 2])) // 0.0334
 */
export function tweedie(prediction: Tensor, target: Tensor, options: TweedieOptions = {}): Tensor {
  return tweedieLoss("tweedie", prediction, target, options);
}

/** `tweedie` under the name `op`. */
export function tweedieLoss(op: string, prediction: Tensor, target: Tensor, options: TweedieOptions): Tensor {
  const { power = 1.5, deviance = true } = options;
  if (!Number.isFinite(power) || (power > 0 && power < 1)) {
    const rule = "power must be 0 or less, or 1 or more";
    throw new UsageError({ op, rule, got: String(power), hint: "1 is Poisson, 2 gamma, between both of them" });
  }
  return elementwiseLoss(op, prediction, target, options, (r, t) => {
    checkTargets(op, target, power);
    if (power === 0) return mul(square(sub(t, exp(r))), 0.5);
    const losses = meanTerms(r, t, power);
    return deviance ? sub(losses, targetTerms(t, power)) : losses;
  });
}

function checkTargets(op: string, target: Tensor, power: number): void {
  if (power >= 2) checkKnown(op, target, "target must be positive", (value) => value > 0);
  else if (power >= 1) checkKnown(op, target, "target must not be negative", (value) => value >= 0);
}

/**
 * φ[2−p](r) − t φ[1−p](r). Where the mean is beyond f32 the term with the greater exponent alone decides: Infinity minus Infinity
 * would be NaN.
 */
function meanTerms(r: Tensor, t: Tensor, power: number): Tensor {
  // A target of 0 takes no part in its term, even where the other factor is infinite.
  const own = where(equal(t, 0), 0, r);
  if (power >= 1 && power <= 2) return sub(antiderivative(r, 2 - power), mul(t, antiderivative(own, 1 - power)));
  const isLowWeaker = power > 2;
  const strong = isLowWeaker ? antiderivative(own, 1 - power) : antiderivative(r, 2 - power);
  const isLost = isInfinite(strong);
  const weak = antiderivative(where(isLost, 0, isLowWeaker ? r : own), isLowWeaker ? 2 - power : 1 - power);
  return isLowWeaker ? sub(weak, mul(t, strong)) : sub(strong, mul(t, weak));
}

/** Exponents nearer to 0 have their antiderivative shifted. */
const SHIFTED = 1 / 16;

function isInfinite(x: Tensor): Tensor<"bool"> {
  return equal(mul(x, x), Number.POSITIVE_INFINITY);
}

/** What `meanTerms` is for a perfect prediction, r = log t; a negative target counts as 0. */
function targetTerms(t: Tensor, power: number): Tensor {
  const logarithm = log(maximum(t, 0));
  const known = where(greater(t, 0), logarithm, 0);
  const k = 1 - power;
  // t · t^k as one power, where t^k by itself may be beyond f32.
  const own = Math.abs(k) < SHIFTED ? mul(t, antiderivative(known, k)) : mul(exp(mul(known, k + 1)), 1 / k);
  return sub(antiderivative(logarithm, 2 - power), where(greater(t, 0), own, 0));
}

/**
 * φ[k](r), whose derivative is exp(k r): exp(k r) / k, near k = 0 shifted by 1/k so that it tends to r, which it is at 0.
 * Only differences of values with the same k mean something.
 */
function antiderivative(r: Tensor, k: number): Tensor {
  if (k === 0) return r;
  const exponent = mul(r, k);
  return mul(Math.abs(k) < SHIFTED ? expm1(exponent) : exp(exponent), 1 / k);
}
