/**
 * @file Compiles an expression to a JavaScript function that rounds after each operation, as a processor does. For
 * sweeps over many values, for which the interpreter is too slow; it generates code at run time, so it is for tests only.
 */
import type { ValueType } from "../dtype.ts";
import { convert } from "../kernel/expr.ts";
import type { Expr, ScalarParam } from "../kernel/types.ts";
import { EXPANSIONS, type Expansion } from "../scalar/expansions.ts";
import { type ScalarOp, scalarDef } from "../scalar/table.ts";

/** The formula of an operation, if it has one. */
export function expansionOf(op: ScalarOp): Expansion | undefined {
  const formulas: Partial<Record<ScalarOp, Expansion>> = EXPANSIONS;
  return formulas[op];
}

const ROUND: Readonly<Record<ValueType, (text: string) => string>> = {
  f32: (text) => `Math.fround(${text})`,
  f64: (text) => text,
  i32: (text) => `(${text} | 0)`,
  u32: (text) => `(${text} >>> 0)`,
  bool: (text) => text,
};

const VIEWS = { f32: "floats", i32: "ints", u32: "uints" } as const;

/** A function of the expression's parameters, by index, of which it may have four. It may have no loads or variables. */
export function compileExpr(root: Expr): (...params: number[]) => number {
  const names = new Map<Expr, string>();
  const lines: string[] = [];
  const functions: ((...args: number[]) => number)[] = [];
  const call = (f: (...args: number[]) => number, args: readonly string[]): string => {
    functions.push(f);
    return `functions[${functions.length - 1}](${args.join(", ")})`;
  };
  const text = (e: Expr): string => {
    switch (e.kind) {
      case "const":
        return Object.is(e.value, -0) ? "-0" : `(${e.value})`;
      case "param":
        return `p${e.index}`;
      case "op": {
        const args = e.args.map(nameOf);
        const isWholeProduct = e.op === "mul" && (e.dtype === "i32" || e.dtype === "u32");
        return ROUND[e.dtype](call(isWholeProduct ? Math.imul : scalarDef(e.op).js, args));
      }
      case "cast": {
        const arg = nameOf(e.arg);
        const { dtype } = e;
        const from = e.arg.dtype;
        if (!e.bits) return call((x) => convert(x, from, dtype), [arg]);
        return `(${VIEWS[from as "f32"]}[0] = ${arg}, ${VIEWS[dtype as "f32"]}[0])`;
      }
      default:
        throw new TypeError(`compileExpr: ${e.kind}`);
    }
  };
  const nameOf = (e: Expr): string => {
    const known = names.get(e);
    if (known !== undefined) return known;
    const value = text(e);
    const name = `t${lines.length}`;
    lines.push(`const ${name} = ${value};`);
    names.set(e, name);
    return name;
  };
  const result = nameOf(root);
  const bits = new ArrayBuffer(4);
  const views = [new Float32Array(bits), new Int32Array(bits), new Uint32Array(bits)];
  const body = `return (p0, p1, p2, p3) => {\n${lines.join("\n")}\nreturn ${result};\n}`;
  return new Function("functions", "floats", "ints", "uints", body)(functions, ...views);
}

/** The formula of `op` for operands of the given type, as a function. */
export function compileFormula(op: ScalarOp, dtype: "f32" | "i32" | "u32" | "bool"): (...args: number[]) => number {
  const formula = expansionOf(op);
  if (formula === undefined) throw new TypeError(`${op} has no formula`);
  const params = Array.from(
    { length: scalarDef(op).arity },
    (_, index): ScalarParam => ({ kind: "param", index, name: `p${index}`, dtype }),
  );
  return compileExpr(formula(params));
}
