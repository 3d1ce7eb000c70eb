/**
 * @file Evaluates expressions of the kernel language: slow and obvious, the oracle for code generators.
 */
import type { Expr, ScalarParam, Var } from "../kernel/types.ts";
import { expansionOf } from "./compile-expr.ts";
import { bitcastValue, castValue, type Precision, roundTo, scalarValue } from "./scalar-value.ts";

/** What an expression may refer to. */
export interface Surroundings {
  readonly precision: Precision;
  /** Evaluates operations by their formulas in `scalar/expansions.ts`, where float32 or integer operands have one. */
  readonly useExpansions: boolean;
  readonly variable: (variable: Var) => number;
  readonly param: (param: ScalarParam) => number;
  readonly load: (load: Extract<Expr, { kind: "load" }>, index: number) => number;
}

/** Formulas that were built already, by the operation they stand for. */
const expansions = new WeakMap<Expr, Expr>();

function expanded(e: Extract<Expr, { kind: "op" }>): Expr | undefined {
  const formula = expansionOf(e.op);
  const type = e.args.at(-1)?.dtype;
  const hasInstruction = type === "f32" && ["neg", "abs", "max", "min"].includes(e.op);
  if (formula === undefined || type === "f64" || hasInstruction) return undefined;
  const known = expansions.get(e) ?? formula(e.args);
  expansions.set(e, known);
  return known;
}

/** The value of an expression. Shared parts are evaluated once. */
export function interpretExpr(root: Expr, surroundings: Surroundings): number {
  const { precision, useExpansions } = surroundings;
  const known = new Map<Expr, number>();
  const visit = (e: Expr): number => {
    const value = known.get(e) ?? compute(e);
    known.set(e, value);
    return value;
  };
  const compute = (e: Expr): number => {
    switch (e.kind) {
      case "const":
        return roundTo(e.dtype, e.value, precision);
      case "var":
        return surroundings.variable(e);
      case "param":
        return roundTo(e.dtype, surroundings.param(e), precision);
      case "op": {
        const formula = useExpansions ? expanded(e) : undefined;
        return formula === undefined ? scalarValue(e.op, e.dtype, e.args.map(visit), precision) : visit(formula);
      }
      case "cast": {
        const value = visit(e.arg);
        if (!e.bits) return castValue(value, e.arg.dtype, e.dtype, precision);
        return bitcastValue(value, e.arg.dtype, e.dtype);
      }
      case "load":
        return surroundings.load(e, visit(e.index));
      default:
        return e satisfies never;
    }
  };
  return visit(root);
}
