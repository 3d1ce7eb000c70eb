/**
 * @file erf of float32. The constants come from `scripts/fit-polynomials.mjs`.
 */
import { abs, add, and, lt, mul, or, sub, where } from "../../kernel/expr.ts";
import type { Expr } from "../../kernel/types.ts";
import { bitsOf, f32, fromBits, horner, SIGN_BIT } from "./horner.ts";

/** Where the two polynomials meet. */
const MIDDLE = 0.9;
/** erf x = 1 to float32 from 3.92 on. */
const LAST = 4;

/** erf(x)/x − 1, in x², for |x| ≤ 0.9. */
const ERF = [0.128379151, -0.376125038, 0.112819217, -0.026770493, 0.00499895914, -0.000602079963];
/** The fourth root of erfc x for 0.9 ≤ x ≤ 4. */
const ERFC_ROOT = [
  1.00128853, -0.289301902, -0.10213799, -0.00738228764, 0.0367382355, -0.00965691637, -0.0000485050441, 0.000300370943,
  -0.000030022351,
];

/**
 * The error function: an odd polynomial near 0, else 1 − p⁴ with p ≈ erfc^(1/4), a nearly straight line that needs
 * neither exp nor a division.
 *
 * Numerics: error below 2.0 ulp. −0 for −0.
 * @see Abramowitz and Stegun (1964), 7.1.28 (a power of a polynomial for erfc)
 */
export function erf(x: Expr): Expr {
  const square = mul(x, x);
  const near = add(mul(x, horner(square, ERF)), x);
  const size = abs(x);
  const root = horner(where(lt(f32(LAST), size), f32(LAST), size), ERFC_ROOT);
  const rootSquare = mul(root, root);
  const far = sub(f32(1), mul(rootSquare, rootSquare));
  return where(lt(size, f32(MIDDLE)), near, fromBits(or(bitsOf(far), and(bitsOf(x), SIGN_BIT))));
}
