/**
 * @file The formulas of operations that only floats have instructions for. They are short and every program needs some, so
 * they are apart from the others, which load on demand.
 */
import type { Expr } from "../kernel/types.ts";
import { abs, integerMod, max, min, neg, not } from "./math/integer.ts";
import type { ExpandedOp } from "./table.ts";

/** Builds the formula of an operation over its operands. */
export type Expansion = (args: readonly Expr[]) => Expr;

/** The formula of one operand. */
export const unary =
  (formula: (x: Expr) => Expr): Expansion =>
  ([x]) =>
    formula(x as Expr);
/** The formula of two operands. */
export const binary =
  (formula: (a: Expr, b: Expr) => Expr): Expansion =>
  ([a, b]) =>
    formula(a as Expr, b as Expr);

export const INTEGER_EXPANSIONS = {
  neg: unary(neg),
  abs: unary(abs),
  max: binary(max),
  min: binary(min),
  not: unary(not),
  mod: binary(integerMod),
} as const satisfies Partial<Record<ExpandedOp, Expansion>>;
