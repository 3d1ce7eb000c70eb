/**
 * @file Polynomials, and the bits of a float32, as expressions.
 */
import { add, and, bitcast, constant, mul } from "../../kernel/expr.ts";
import type { Expr } from "../../kernel/types.ts";

/** A float32 constant. */
export const f32 = (value: number): Expr => constant(Math.fround(value), "f32");

export const INFINITY = Number.POSITIVE_INFINITY;
/** Highest bit of a word: the sign of a float32. */
export const SIGN_BIT = -(2 ** 31);

/** `c[0] + c[1]·x + c[2]·x² + …`, with the highest coefficient first in the evaluation. */
export function horner(x: Expr, coefficients: readonly number[]): Expr {
  const [highest = 0, ...rest] = [...coefficients].reverse();
  return rest.reduce((sum, c) => add(mul(sum, x), f32(c)), f32(highest));
}

/** The 32 bits of a float32, as i32. */
export const bitsOf = (x: Expr): Expr => bitcast(x, "i32");

/** The float32 with the given bits. */
export const fromBits = (x: Expr): Expr => bitcast(x, "f32");

/**
 * x, taken through its bits: nothing for a CPU. Compilers of WGSL may take sums apart and put them together anew, as if
 * they were exact; they do not look through bits. So `sub(settled(add(x, y)), y)` is x as the sum has rounded it.
 */
export const settled = (x: Expr): Expr => fromBits(bitsOf(x));

/** Cuts the low 12 bits of the significand, so that a product of two such numbers is exact. */
export const upperHalf = (x: Expr): Expr => fromBits(and(bitsOf(x), -4096));
