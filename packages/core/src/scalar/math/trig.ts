/**
 * @file sin and cos of float32: the argument is reduced by multiples of π/2, and one of two polynomials applies.
 * The constants come from `scripts/fit-polynomials.mjs`.
 */
import { abs, add, and, eq, le, mul, shl, sub, where, xor } from "../../kernel/expr.ts";
import type { Expr } from "../../kernel/types.ts";
import { MAGIC } from "./exp.ts";
import { bitsOf, f32, fromBits, horner } from "./horner.ts";

/**
 * π/2 cut into parts of at most 8 bits and a rest: for 16-bit n each n·part is exact, and what rounding is left is
 * small against even the smallest remainder.
 */
const HALF_PI = [201 / 2 ** 7, 253 / 2 ** 19, 85 / 2 ** 26, 17 / 2 ** 34] as const;
const HALF_PI_REST = 2.56334415159e-12;
/** Beyond, neighbouring float32 numbers are half a radian apart. */
const LARGEST = 2 ** 22;

/** (sin r − r) / r³ and (cos r − 1 + r²/2) / r⁴, in r², for |r| ≤ π/4. */
const SIN = [-0.166666552, 0.00833218731, -0.000195178945];
const COS = [0.0416666456, -0.00138873095, 0.0000244323273];

/** sin(x + quarters·π/2). */
function sinOfQuarter(x: Expr, quarters: 0 | 1): Expr {
  const shifted = add(mul(x, f32(2 / Math.PI)), f32(MAGIC));
  const n = sub(shifted, f32(MAGIC));
  const parts = [...HALF_PI, HALF_PI_REST];
  const r = parts.reduce((rest, part) => sub(rest, mul(n, f32(part))), x);
  const square = mul(r, r);
  const sine = add(mul(mul(square, r), horner(square, SIN)), r);
  const cosine = add(sub(mul(mul(square, square), horner(square, COS)), mul(square, f32(0.5))), f32(1));
  const quadrant = add(bitsOf(shifted), quarters);
  const magnitude = where(eq(and(quadrant, 1), 0), sine, cosine);
  const signed = fromBits(xor(bitsOf(magnitude), shl(and(quadrant, 2), 30)));
  return where(le(abs(x), f32(LARGEST)), signed, f32(Number.NaN));
}

/**
 * Numerics: ULP_SIN for |x| ≤ 1e5. From there to 2^22 the result is the sine of a number within one ulp of x. NaN beyond.
 * @see Cody and Waite (1980), Software Manual for the Elementary Functions, chapter 8
 */
export const sin = (x: Expr): Expr => sinOfQuarter(x, 0);

/**
 * Numerics: ULP_COS for |x| ≤ 1e5. From there to 2^22 the result is the cosine of a number within one ulp of x. NaN beyond.
 * @see Cody and Waite (1980), Software Manual for the Elementary Functions, chapter 8
 */
export const cos = (x: Expr): Expr => sinOfQuarter(x, 1);
