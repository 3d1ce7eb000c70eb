/**
 * @file log and log1p of float32: the argument is split into 2^k·(1 + f) with 1 + f in [√½, √2), and a polynomial gives
 * log(1 + f). The constants come from `scripts/fit-polynomials.mjs`.
 */
import { add, and, cast, constant, eq, le, lt, mul, shr, sub, where } from "../../kernel/expr.ts";
import type { Expr } from "../../kernel/types.ts";
import { LN2_HIGH, LN2_LOW, ONE_BITS } from "./exp.ts";
import { bitsOf, f32, fromBits, horner, INFINITY, settled } from "./horner.ts";

/** Bits of √½. */
const SQRT_HALF_BITS = 0x3f3504f3;
/** The smallest normal float32. */
const MIN_NORMAL = 2 ** -126;

/** (log(1 + f) − f + f²/2) / f³ for √½ ≤ 1 + f < √2. */
const LOG = [0.333333313, -0.250008225, 0.200012594, -0.16623345, 0.142010719, -0.131595463, 0.12765716, -0.076411657];

/** A positive normal x as 2^k·m with √½ ≤ m < √2. `exponentBits` is k·2^23. */
function splitNormal(x: Expr): { m: Expr; exponentBits: Expr } {
  const bits = bitsOf(x);
  const exponentBits = and(sub(bits, SQRT_HALF_BITS), -(2 ** 23));
  return { m: fromBits(sub(bits, exponentBits)), exponentBits };
}

/** A positive finite x as 2^k·m with √½ ≤ m < √2; subnormals are scaled up first. */
export function splitPositive(x: Expr): { m: Expr; k: Expr } {
  const isSubnormal = lt(x, f32(MIN_NORMAL));
  const { m, exponentBits } = splitNormal(where(isSubnormal, mul(x, f32(2 ** 23)), x));
  const scale = where(isSubnormal, constant(23, "i32"), constant(0, "i32"));
  return { m, k: cast(sub(shr(exponentBits, 23), scale), "f32") };
}

/** log(1 + f) − n·ln 2 for √½ ≤ 1 + f < √2 and an integer n. Keeps f = −0 for n = 0. */
function logOfReduced(f: Expr, n: Expr): Expr {
  const square = mul(f, f);
  const tail = sub(mul(mul(square, f), horner(f, LOG)), mul(n, f32(LN2_LOW)));
  return sub(sub(f, sub(mul(square, f32(0.5)), tail)), mul(n, f32(LN2_HIGH)));
}

/** The logarithm of x: `inside` for a positive finite one, −∞ for 0, NaN below, the `argument` itself for ∞ and NaN. */
function withLogLimits(x: Expr, inside: Expr, argument: Expr): Expr {
  const finite = where(lt(x, f32(INFINITY)), inside, argument);
  return where(le(x, f32(0)), where(eq(x, f32(0)), f32(-INFINITY), f32(Number.NaN)), finite);
}

/**
 * Natural logarithm, of subnormal numbers too; 0 gives −∞, a negative number NaN.
 *
 * Numerics: error below 0.85 ulp.
 * @see Cody and Waite (1980), Software Manual for the Elementary Functions, chapter 5
 */
export function log(x: Expr): Expr {
  const { m, k } = splitPositive(x);
  return withLogLimits(x, logOfReduced(sub(m, f32(1)), sub(f32(0), k)), x);
}

/**
 * log(1 + x): the error of u = 1 + x is found exactly and added to the reduced argument. −0 stays −0.
 *
 * Numerics: error below 1.45 ulp.
 * @see Knuth (1998), The Art of Computer Programming 2, 4.2.2, theorem B (the exact error of a sum)
 */
export function log1p(x: Expr): Expr {
  const u = settled(add(x, f32(1)));
  const back = settled(sub(u, f32(1)));
  const error = sub(sub(x, back), sub(sub(u, back), f32(1)));
  const { m, exponentBits } = splitNormal(u);
  // 2^(1−k) rather than 2^−k, which is not normal for k = 128.
  const twiceScale = fromBits(sub(constant(ONE_BITS + 2 ** 23, "i32"), exponentBits));
  const f = sub(mul(mul(error, f32(0.5)), twiceScale), sub(f32(1), m));
  // As integers: of floats, compilers of WGSL make −k of 0 − k, and so lose −0 by its sign.
  const negativeK = cast(sub(constant(0, "i32"), shr(exponentBits, 23)), "f32");
  return withLogLimits(u, logOfReduced(f, negativeK), x);
}
