/**
 * @file tanh of float32.
 */
import { abs, add, and, div, lt, mul, or, sub, where } from "../../kernel/expr.ts";
import type { Expr } from "../../kernel/types.ts";
import { expPolynomial, powerOfTwo, reduceByLn2 } from "./exp.ts";
import { bitsOf, f32, fromBits, SIGN_BIT } from "./horner.ts";

/**
 * tanh x = q / (q + 2) with q = expm1(2|x|), which loses nothing near 0; the sign is put back as a bit.
 *
 * Numerics: error below 2.6 ulp. Exactly ±1 for |x| ≥ 9.02, −0 for −0.
 * @see Muller (2016), Elementary Functions, chapter 1 (hyperbolic functions by expm1)
 */
export function tanh(x: Expr): Expr {
  const size = abs(x);
  const limited = where(lt(f32(10), size), f32(10), size);
  const { bits, r } = reduceByLn2(add(limited, limited));
  const power = powerOfTwo(bits);
  const q = add(mul(power, expPolynomial(r)), sub(power, f32(1)));
  return fromBits(or(bitsOf(div(q, add(q, f32(2)))), and(bitsOf(x), SIGN_BIT)));
}
