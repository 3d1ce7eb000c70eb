/**
 * @file pow of float32, as 2^(y·log2 |x|) with log2 in two parts. The constants come from `scripts/fit-polynomials.mjs`.
 */
import { abs, add, and, constant, div, eq, lt, mul, or, sub, trunc, where } from "../../kernel/expr.ts";
import type { Expr } from "../../kernel/types.ts";
import { clamp, DOUBLE_BIAS, MAGIC, scaleByPower } from "./exp.ts";
import { bitsOf, f32, fromBits, horner, INFINITY, SIGN_BIT, settled, upperHalf } from "./horner.ts";
import { not } from "./integer.ts";
import { splitPositive } from "./log.ts";

/** (3·artanh(s)/s − 3 − s²) / s⁴, in s², for |s| ≤ 0.1716. */
const ARTANH = [0.600002289, 0.428206354, 0.351294518];
/** (2^r − 1) / r for |r| ≤ ½. */
const EXP2 = [0.693147242, 0.240226552, 0.0555027276, 0.00961706508, 0.00134177541, 0.000158245573];
/** 2 / (3·ln 2): 12 bits, and the rest. */
const SCALE_HIGH = 3939 / 2 ** 12;
const SCALE = 2 / (3 * Math.LN2);

/** A number as an unevaluated sum; `high` has at most 12 bits, so that products of such are exact. */
interface Parts {
  readonly high: Expr;
  readonly low: Expr;
}

/** s = (m − 1)/(m + 1) in parts: divided once, and the error found by multiplying back. */
function ratioInParts(m: Expr): Parts & { readonly s: Expr } {
  const numerator = sub(m, f32(1));
  const denominator = add(m, f32(1));
  const inverse = div(f32(1), denominator);
  const s = mul(numerator, inverse);
  const high = upperHalf(s);
  const upper = upperHalf(denominator);
  const lower = sub(m, sub(upper, f32(1)));
  return { s, high, low: mul(inverse, sub(sub(numerator, mul(high, upper)), mul(high, lower))) };
}

/** log2 of a positive finite x, to about 2^-33, as k + 2/(3 ln 2)·s·(3·artanh(s)/s). */
function log2InParts(x: Expr): Parts {
  const { m, k } = splitPositive(x);
  const { s, high: sHigh, low: sLow } = ratioInParts(m);
  const square = mul(s, s);
  const sHighSquare = mul(sHigh, sHigh);
  const tail = add(mul(mul(square, square), horner(square, ARTANH)), mul(sLow, add(sHigh, s)));
  const factorHigh = upperHalf(add(add(sHighSquare, f32(3)), tail));
  const factorLow = sub(tail, sub(sub(factorHigh, f32(3)), sHighSquare));
  const leading = mul(sHigh, factorHigh);
  const rest = add(mul(sLow, factorHigh), mul(factorLow, s));
  const productHigh = upperHalf(add(leading, rest));
  const productLow = sub(rest, sub(productHigh, leading));
  const scaledHigh = mul(productHigh, f32(SCALE_HIGH));
  const scaledLow = add(mul(productHigh, f32(SCALE - SCALE_HIGH)), mul(productLow, f32(SCALE)));
  const high = upperHalf(add(add(scaledHigh, scaledLow), k));
  return { high, low: sub(scaledLow, sub(sub(high, k), scaledHigh)) };
}

/** 2^(y·log2 x) for x ≥ 0; a product that is infinite or NaN decides alone. */
function powerOfPositive(x: Expr, y: Expr): Expr {
  const { high, low } = log2InParts(x);
  const magnitude = where(lt(x, f32(INFINITY)), where(eq(x, f32(0)), f32(-INFINITY), add(high, low)), x);
  const product = mul(y, magnitude);
  const limited = clamp(product, -160, 140);
  const shifted = settled(add(limited, f32(MAGIC + DOUBLE_BIAS)));
  const n = sub(shifted, f32(MAGIC + DOUBLE_BIAS));
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
 * Numerics: error below 1.5 ulp.
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
