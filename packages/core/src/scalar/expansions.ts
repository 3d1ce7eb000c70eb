/**
 * @file The formulas of those scalar operations that a processor has no instruction for, over ones that it has. Code
 * generators put them in line. They are branch-free, and written for float32 (f64 calls the table's `js` instead) and
 * 32-bit integers. Each states its error, as measured against `js` over every 257th float32.
 *
 * They count on IEEE 754 arithmetic in the order written. Contracting a product and a sum into one rounding does no harm.
 */
import type { Expr } from "../kernel/types.ts";
import { erf } from "./math/erf.ts";
import { EXP_NEAR, exp, expm1, expNear } from "./math/exp.ts";
import { abs, integerMod, max, min, neg, not } from "./math/integer.ts";
import { log, log1p } from "./math/log.ts";
import { floatMod } from "./math/mod.ts";
import { pow } from "./math/pow.ts";
import { tanh } from "./math/tanh.ts";
import { threefry } from "./math/threefry.ts";
import { cos, sin } from "./math/trig.ts";
import type { ExpandedOp } from "./table.ts";

export { COS, SIN } from "./math/trig.ts";

/** A shorter formula for operands of usual size. There it gives the same bits as the one that serves for all. */
export interface NearFormula {
  readonly formula: (x: Expr) => Expr;
  /** The largest |x|. */
  readonly limit: number;
}

/** Builds the formula of an operation over its operands. */
export interface Expansion {
  (args: readonly Expr[]): Expr;
  readonly near?: NearFormula;
}

/** The formula of one operand. */
const unary =
  (formula: (x: Expr) => Expr): Expansion =>
  ([x]) =>
    formula(x as Expr);
/** The formula of two operands. */
const binary =
  (formula: (a: Expr, b: Expr) => Expr): Expansion =>
  ([a, b]) =>
    formula(a as Expr, b as Expr);

/** All formulas: of operations that only floats have instructions for, then of real functions and draws. */
export const EXPANSIONS = {
  neg: unary(neg),
  abs: unary(abs),
  max: binary(max),
  min: binary(min),
  not: unary(not),
  mod: binary((a, b) => (a.dtype === "f32" ? floatMod(a, b) : integerMod(a, b))),
  exp: Object.assign(unary(exp), { near: { formula: expNear, limit: EXP_NEAR } }),
  expm1: unary(expm1),
  log: unary(log),
  log1p: unary(log1p),
  sin: unary(sin),
  cos: unary(cos),
  tanh: unary(tanh),
  erf: unary(erf),
  pow: binary(pow),
  threefry: ([key0, key1, counter]) => threefry(key0 as Expr, key1 as Expr, counter as Expr),
} as const satisfies Record<ExpandedOp, Expansion>;
