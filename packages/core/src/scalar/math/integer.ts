/**
 * @file Formulas of those operations that only floats have instructions for. All are exact and wrap to 32 bits.
 */
import { cast, constant, eq, idiv, lt, mul, sub, where, xor } from "../../kernel/expr.ts";
import type { Expr } from "../../kernel/types.ts";

export const neg = (x: Expr): Expr => sub(constant(0, x.dtype), x);

/** |x|; −2^31 stays, as |0 wraps it. */
export const abs = (x: Expr): Expr => (x.dtype === "u32" ? x : where(lt(x, 0), neg(x), x));

/** Without a rule for NaN: floats have an instruction. */
export const max = (a: Expr, b: Expr): Expr => where(lt(a, b), b, a);

/** Without a rule for NaN: floats have an instruction. */
export const min = (a: Expr, b: Expr): Expr => where(lt(b, a), b, a);

/** a − b·trunc(a / b), and 0 for b = 0. */
export const integerMod = (a: Expr, b: Expr): Expr => where(eq(b, 0), constant(0, a.dtype), sub(a, mul(idiv(a, b), b)));

/** 1 where x is 0, else 0. */
export const not = (x: Expr): Expr => (x.dtype === "bool" ? xor(x, 1) : cast(eq(x, 0), x.dtype));
