/**
 * @file The remainder of float32 numbers, as `%` and fmod have it.
 */
import { abs, add, and, div, le, lt, mul, or, sub, trunc, where } from "../../kernel/expr.ts";
import type { Expr } from "../../kernel/types.ts";
import { bitsOf, f32, fromBits, INFINITY, SIGN_BIT, upperHalf } from "./horner.ts";

/** a − q·b, exact for a 12-bit q that is near a / b and not larger. */
function subtractMultiple(a: Expr, b: Expr, q: Expr): Expr {
  const high = upperHalf(b);
  return sub(sub(a, mul(q, high)), mul(q, sub(b, high)));
}

/**
 * a − b·trunc(a / b) with the sign of a. The quotient's upper 12 bits, then its lower ones, are taken off exactly; a
 * quotient that was rounded up to an integer is then one too large, and b is added back; one that an inexact division gave
 * too small takes off another b.
 *
 * Numerics: exact for |a / b| < 2^23; beyond, 0 where the remainder is lost. NaN for an infinite a, a zero b, and NaN.
 * @see Dekker (1971), A floating-point technique for extending the available precision
 */
export function floatMod(a: Expr, b: Expr): Expr {
  const [top, bottom] = [abs(a), abs(b)];
  const rest = subtractMultiple(top, bottom, upperHalf(trunc(div(top, bottom))));
  const last = subtractMultiple(rest, bottom, upperHalf(trunc(div(rest, bottom))));
  const raised = where(lt(last, f32(0)), add(last, bottom), last);
  const mended = where(le(bottom, raised), sub(raised, bottom), raised);
  const remainder = where(and(le(f32(0), mended), lt(mended, bottom)), mended, f32(0));
  const size = where(lt(top, bottom), top, remainder);
  const isValid = and(lt(top, f32(INFINITY)), lt(f32(0), bottom));
  return fromBits(or(bitsOf(where(isValid, size, f32(Number.NaN))), and(bitsOf(a), SIGN_BIT)));
}
