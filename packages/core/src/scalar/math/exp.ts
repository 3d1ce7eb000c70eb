/**
 * @file exp and expm1 of float32: the argument is reduced to r = x − n·ln 2, |r| ≤ ln 2 / 2, and a polynomial gives
 * expm1(r). The constants come from `scripts/fit-polynomials.mjs`.
 */
import { add, lt, mul, neg, shl, shr, sub, where } from "../../kernel/expr.ts";
import type { Expr } from "../../kernel/types.ts";
import { bitsOf, f32, fromBits, horner, settled } from "./horner.ts";

/** 1.5·2^23: a float32 added to it is rounded to an integer, which is then found in its low bits. */
export const MAGIC = 12582912;
/** What is added to exponents in the low bits, so that they stay positive in the bits of a float32, or in two of these. */
const BIAS = 127;
export const DOUBLE_BIAS = 2 * BIAS;
/** Bits of 1. */
export const ONE_BITS = 0x3f800000;
/** ln 2 in two parts. The first has 15 bits, so that 8-bit multiples are exact; both are positive, which keeps −0. */
export const LN2_HIGH = 22713 / 2 ** 15;
export const LN2_LOW = Math.LN2 - LN2_HIGH;

/** (exp(r) − 1 − r) / r² for |r| ≤ ln 2 / 2. */
const EXP = [0.49999997, 0.16666539, 0.0416677408, 0.00836704765, 0.0013840202];

/** x = n·ln 2 + r. `bits` has n + bias in its low 9 bits. Where x lies in the middle, even biases give the same n. */
export function reduceByLn2(x: Expr, bias = BIAS): { bits: Expr; r: Expr } {
  const shifted = settled(add(mul(x, f32(Math.LOG2E)), f32(MAGIC + bias)));
  const n = sub(shifted, f32(MAGIC + bias));
  const r = sub(sub(x, mul(n, f32(LN2_HIGH))), mul(n, f32(LN2_LOW)));
  return { bits: bitsOf(shifted), r };
}

/** expm1(r) for |r| ≤ ln 2 / 2. */
export const expPolynomial = (r: Expr): Expr => add(mul(mul(r, r), horner(r, EXP)), r);

/** 2^n for −126 ≤ n ≤ 127, where `bits` has n + 127 in its low 9 bits. */
export const powerOfTwo = (bits: Expr): Expr => fromBits(shl(bits, 23));

/**
 * y·2^n for −252 ≤ n ≤ 254, where `bits` has n + 254 in its low 9 bits: in two steps, so that the product alone decides on
 * overflow and gradual underflow.
 */
export function scaleByPower(y: Expr, bits: Expr): Expr {
  const half = shr(bits, 1);
  return mul(mul(y, powerOfTwo(half)), powerOfTwo(sub(bits, half)));
}

/** x, but no less than `low` and no more than `high`; NaN stays. */
export function clamp(x: Expr, low: number, high: number): Expr {
  const above = where(lt(x, low), f32(low), x);
  return where(lt(f32(high), above), f32(high), above);
}

/**
 * e^x. Subnormal results are rounded once; beyond ±104 the result is 0 or ∞.
 *
 * Numerics: error below 1.0 ulp.
 * @see Cody and Waite (1980), Software Manual for the Elementary Functions, chapter 6
 */
export function exp(x: Expr): Expr {
  const { bits, r } = reduceByLn2(clamp(x, -104, 89), DOUBLE_BIAS);
  return scaleByPower(add(expPolynomial(r), f32(1)), bits);
}

/** Largest |x| for which 2^n is added to exponents: e^x and all of its factors are then normal numbers. */
export const EXP_NEAR = 87;

/** e^x for |x| ≤ 87, to the bit as `exp` gives it: for such results, one addition to the exponent scales by 2^n. */
export function expNear(x: Expr): Expr {
  const { bits, r } = reduceByLn2(x, 0);
  return fromBits(add(bitsOf(add(expPolynomial(r), f32(1))), shl(bits, 23)));
}

/**
 * e^x − 1 as 2·(2^(n−1)·expm1(r) + (2^(n−1) − ½)): the halves keep 2^n finite for n = 128. −0 stays −0.
 *
 * Numerics: error below 1.6 ulp.
 * @see Cody and Waite (1980), Software Manual for the Elementary Functions, chapter 6
 */
export function expm1(x: Expr): Expr {
  const { bits, r } = reduceByLn2(clamp(x, -18, 89), BIAS - 1);
  const negated = sub(neg(r), mul(mul(r, r), horner(r, EXP)));
  const half = powerOfTwo(bits);
  return mul(sub(mul(half, negated), sub(half, f32(0.5))), f32(-2));
}
