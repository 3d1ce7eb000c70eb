/**
 * @file sin and cos of float32: the argument is reduced by multiples of π/2, and one of two polynomials applies.
 * The constants come from `scripts/fit-polynomials.mjs`.
 */
import { add, and, apply, eq, mul, shl, sub, where, xor } from "../../kernel/expr.ts";
import type { Expr } from "../../kernel/types.ts";
import { MAGIC } from "./exp.ts";
import { bitsOf, f32, fromBits, horner, settled } from "./horner.ts";

/**
 * π/2 cut into parts of at most 8 bits and a rest, so that n·part is exact for 16-bit n. x − n·(the first three) is exact
 * as well; the errors of the next two differences are found, and added to the rest.
 */
const HALF_PI = [201 / 2 ** 7, 253 / 2 ** 19, 21 / 2 ** 24, 17 / 2 ** 30, 133 / 2 ** 41, 2.89607397162e-13] as const;
/** (r − sin r) / r³ and (cos r − 1 + r²/2) / r⁴, in r², for |r| ≤ π/4. */
export const SIN = [0.166666552, -0.00833218731, 0.000195178945];
export const COS = [0.0416666456, -0.00138873095, 0.0000244323273];

/** `a − b`, and the error of this difference, for |a| ≥ |b| or an exact difference. */
function exactDifference(a: Expr, b: Expr): [difference: Expr, error: Expr] {
  const difference = settled(sub(a, b));
  return [difference, sub(sub(a, difference), b)];
}

/** sin(x + quarters·π/2). The reduced argument is r − over; the differences are taken so that −0 stays. */
function sinOfQuarter(x: Expr, quarters: 0 | 1): Expr {
  const shifted = settled(add(mul(x, f32(2 / Math.PI)), f32(MAGIC)));
  const n = sub(shifted, f32(MAGIC));
  const [p1, p2, p3, p4, p5, p6] = HALF_PI.map((part) => mul(n, f32(part))) as [Expr, Expr, Expr, Expr, Expr, Expr];
  const [r4, error4] = exactDifference(sub(sub(sub(x, p1), p2), p3), p4);
  const [r, error5] = exactDifference(r4, p5);
  const over = sub(p6, add(error4, error5));
  const square = mul(r, r);
  const slope = sub(f32(1), mul(square, f32(0.5)));
  const sine = sub(r, add(mul(mul(square, r), horner(square, SIN)), mul(over, slope)));
  const cosine = add(slope, add(mul(mul(square, square), horner(square, COS)), mul(over, r)));
  const quadrant = add(bitsOf(shifted), quarters);
  const magnitude = where(eq(and(quadrant, 1), 0), sine, cosine);
  const signed = fromBits(xor(bitsOf(magnitude), shl(and(quadrant, 2), 30)));
  return apply("farSine", [x, f32(quarters), signed]);
}

/**
 * Numerics: error below 1.3 ulp. NaN for ±∞. Beyond 1e5, which is seldom, `farSine` takes over.
 * @see Cody and Waite (1980), Software Manual for the Elementary Functions, chapter 8
 */
export const sin = (x: Expr): Expr => sinOfQuarter(x, 0);

/**
 * Numerics: error below 1.3 ulp. NaN for ±∞. Beyond 1e5, which is seldom, `farSine` takes over.
 * @see Cody and Waite (1980), Software Manual for the Elementary Functions, chapter 8
 */
export const cos = (x: Expr): Expr => sinOfQuarter(x, 1);
