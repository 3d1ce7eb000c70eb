/**
 * @file Extended floats: a non-negative number m · 2^e held as an f32 mantissa and an i32 exponent of its own.
 *
 * Path weights of CTC span thousands of powers of e. Logarithms hold them too, but a logarithm near −1000 is rounded to
 * 6e-5, which becomes a relative error of that size in every weight; and each sum of three costs four transcendental
 * functions. With an exponent apart, sums and products keep the relative error of f32 and need none.
 *
 * Mantissas are normalised only now and then. Zero has mantissa 0 and an exponent far below those of all other numbers.
 */
import { type Expr, k } from "@adjoint/core";

/** A value of two expressions. Where it is zero, `mantissa` is 0 and `exponent` at most `IMPOSSIBLE`. */
export interface ExtendedFloat {
  readonly mantissa: Expr;
  readonly exponent: Expr;
}

/** Exponent of a factor that is zero; small enough to sink below anything, large enough not to overflow in sums. */
export const IMPOSSIBLE = -(2 ** 28);
/** Exponents stop here, so that repeated products with zero do not overflow. */
export const LOWEST = -(2 ** 29);
/** Weights below 2 to this power count as zero. */
export const NEGLIGIBLE = -(2 ** 27);
/** Logarithms below this (2^(−2^26)) count as those of zero. */
export const LOWEST_LOG = -4.6e7;

/** Products of up to this many factors and sums of three between two normalisations stay within 2^±70. */
export const STEPS_PER_NORMALISATION = 16;

/** ln 2 = HIGH + LOW, where HIGH has so few digits that its products with whole numbers up to 2^14 are exact. */
const LN2_HIGH = 355 / 512;
const LN2_LOW = Math.LN2 - LN2_HIGH;

/** 2^d as an f32, for an i32 d ≤ 127; 0 below −126. */
function powerOfTwo(d: Expr): Expr {
  return k.bitcast(k.shl(k.max(k.add(d, 127), 0), 23), "f32");
}

/** `x` in units of 2^exponent, for an exponent that is not much below its own. */
export function inUnitsOf(x: ExtendedFloat, exponent: Expr): Expr {
  return k.mul(x.mantissa, powerOfTwo(k.sub(x.exponent, exponent)));
}

export function multiply(a: ExtendedFloat, b: ExtendedFloat): ExtendedFloat {
  return { mantissa: k.mul(a.mantissa, b.mantissa), exponent: k.add(a.exponent, b.exponent) };
}

export function addExtended(a: ExtendedFloat, b: ExtendedFloat): ExtendedFloat {
  const exponent = k.max(a.exponent, b.exponent);
  return { mantissa: k.add(inUnitsOf(a, exponent), inUnitsOf(b, exponent)), exponent };
}

export function select(condition: Expr, a: ExtendedFloat, b: ExtendedFloat): ExtendedFloat {
  return {
    mantissa: k.where(condition, a.mantissa, b.mantissa),
    exponent: k.where(condition, a.exponent, b.exponent),
  };
}

/** The same number with its mantissa in [1, 2); zero stays zero. */
export function normalise(x: ExtendedFloat): ExtendedFloat {
  const biased = k.shr(k.bitcast(x.mantissa, "i32"), 23);
  const down = k.bitcast(k.shl(k.sub(254, biased), 23), "f32");
  return { mantissa: k.mul(x.mantissa, down), exponent: k.max(k.add(x.exponent, k.sub(biased, 127)), LOWEST) };
}

/** e^x for a logarithm x ≥ `LOWEST_LOG`, with its mantissa in [2^-½, 2^½]. */
export function exponential(x: Expr): ExtendedFloat {
  const whole = k.round(k.mul(x, Math.LOG2E));
  const rest = k.sub(k.sub(x, k.mul(whole, LN2_HIGH)), k.mul(whole, LN2_LOW));
  return { mantissa: k.exp(rest), exponent: k.cast(whole, "i32") };
}

/** The natural logarithm of a number that is not zero. */
export function logarithm(x: ExtendedFloat): Expr {
  const exponent = k.cast(x.exponent, "f32");
  return k.add(k.mul(exponent, LN2_HIGH), k.add(k.mul(exponent, LN2_LOW), k.log(x.mantissa)));
}
