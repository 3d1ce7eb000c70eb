/**
 * @file pow of float32, as 2^(y·log2 |x|) with log2 in two parts. The constants come from `scripts/fit-polynomials.mjs`.
 */
import { abs, add, and, constant, div, eq, lt, mul, or, sub, trunc, where } from "../../kernel/expr.ts";
import type { Expr } from "../../kernel/types.ts";
import { clamp, MAGIC, scaleByPower } from "./exp.ts";
import { bitsOf, f32, fromBits, horner, INFINITY, SIGN_BIT, upperHalf } from "./horner.ts";
import { not } from "./integer.ts";
import { splitPositive } from "./log.ts";

/** (artanh s − s) / s³, in s², for |s| ≤ 0.1716. */
const ATANH = [0.33333388, 0.199887887, 0.149355307];
/** (2^r − 1) / r for |r| ≤ ½. */
const EXP2 = [0.693147242, 0.240226552, 0.0555027276, 0.00961706508, 0.00134177541, 0.000158245573];
/** 2 / ln 2: 12 bits, and the rest. */
const SCALE_HIGH = 2955 / 2 ** 10;
const SCALE = 2 / Math.LN2;

/**
 * log2 x of a positive finite x, as high + low with high in 12 bits, to 2^-36 or so.
 * With s = (m − 1)/(m + 1), log2 m = 2/ln 2·artanh s; s is divided once and its error found by multiplying back.
 */
function log2InParts(x: Expr): { high: Expr; low: Expr } {
  const { m, k } = splitPositive(x);
  const numerator = sub(m, f32(1));
  const denominator = add(m, f32(1));
  const inverse = div(f32(1), denominator);
  const s = mul(numerator, inverse);
  const sHigh = upperHalf(s);
  const dHigh = upperHalf(denominator);
  const dLow = sub(m, sub(dHigh, f32(1)));
  const sLow = mul(inverse, sub(sub(numerator, mul(sHigh, dHigh)), mul(sHigh, dLow)));
  const square = mul(s, s);
  const series = mul(mul(square, s), horner(square, ATANH));
  const leading = mul(sHigh, f32(SCALE_HIGH));
  const rest = add(mul(sHigh, f32(SCALE - SCALE_HIGH)), mul(add(sLow, series), f32(SCALE)));
  const high = upperHalf(add(add(k, leading), rest));
  return { high, low: sub(rest, sub(sub(high, k), leading)) };
}

/** 2^(y·log2 x) for x ≥ 0; a product that is infinite or NaN decides alone. */
function powerOfPositive(x: Expr, y: Expr): Expr {
  const { high, low } = log2InParts(x);
  const magnitude = where(lt(x, f32(INFINITY)), where(eq(x, f32(0)), f32(-INFINITY), add(high, low)), x);
  const product = mul(y, magnitude);
  const limited = clamp(product, -160, 140);
  const shifted = add(limited, f32(MAGIC));
  const n = sub(shifted, f32(MAGIC));
  const yHigh = upperHalf(y);
  const fine = add(mul(sub(y, yHigh), high), mul(y, low));
  const exact = add(sub(mul(yHigh, high), n), fine);
  const r = where(lt(abs(product), f32(160)), exact, sub(limited, limited));
  return scaleByPower(add(mul(r, horner(r, EXP2)), f32(1)), bitsOf(shifted));
}

/**
 * x^y with the special cases of `Math.pow`: x^0 = 1, even for NaN; a negative x needs an integer y, and an odd one
 * keeps the sign, also of −0 and −∞; (±1)^±∞ = NaN.
 *
 * Numerics: ULP_POW.
 * @see Dekker (1971), A floating-point technique for extending the available precision
 * @see Sun Microsystems (1993), fdlibm, e_pow.c: 2^(y·log2 x) with y and log2 x cut in halves
 */
export function pow(x: Expr, y: Expr): Expr {
  const half = mul(y, f32(0.5));
  const isInteger = eq(trunc(y), y);
  const isOdd = and(isInteger, not(eq(trunc(half), half)));
  const size = powerOfPositive(abs(x), y);
  const sign = where(isOdd, and(bitsOf(x), SIGN_BIT), constant(0, "i32"));
  const signed = fromBits(or(bitsOf(size), sign));
  const isUndefined = and(and(lt(x, f32(0)), lt(f32(-INFINITY), x)), not(isInteger));
  return where(eq(y, f32(0)), f32(1), where(isUndefined, f32(Number.NaN), signed));
}
