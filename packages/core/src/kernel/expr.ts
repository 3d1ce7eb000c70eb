/**
 * @file Builders of scalar expressions: they infer result types from the scalar table and fold constants, nothing more.
 * A number stands for a constant of the other operand's type.
 */
import type { ValueType } from "../dtype.ts";
import { type ScalarOp, scalarDef } from "../scalar/table.ts";
import type { Expr, Memory } from "./types.ts";

/** An expression, or a number that becomes a constant. */
export type ExprLike = Expr | number;

export function constant(value: number, dtype: ValueType): Expr {
  return { kind: "const", dtype, value };
}

const isNumber = (x: ExprLike): x is number => typeof x === "number";

/** The operands as expressions of one type: that of the first which has one. */
function unify(op: ScalarOp, operands: readonly ExprLike[]): Expr[] {
  const typed = operands.find((x): x is Expr => !isNumber(x));
  if (typed === undefined) throw new TypeError(`${op} needs an operand that is not a number`);
  const exprs = operands.map((x) => (isNumber(x) ? constant(x, typed.dtype) : x));
  for (const x of exprs) {
    if (x.dtype !== typed.dtype) throw new TypeError(`${op} of ${exprs.map((e) => e.dtype).join(", ")}`);
  }
  return exprs;
}

/** Wraps a double to the values of a type. */
export function wrapTo(dtype: ValueType, value: number): number {
  switch (dtype) {
    case "f32":
      return Math.fround(value);
    case "i32":
      return value | 0;
    case "u32":
      return value >>> 0;
    case "bool":
      return value ? 1 : 0;
    case "f64":
      return value;
    default:
      return dtype satisfies never;
  }
}

/** Applies a scalar operation. `where` takes its condition first. */
export function apply(op: ScalarOp, operands: readonly ExprLike[]): Expr {
  const def = scalarDef(op);
  if (operands.length !== def.arity) throw new TypeError(`${op} takes ${def.arity} operands, got ${operands.length}`);
  const args = op === "where" ? [operands[0] as Expr, ...unify(op, operands.slice(1))] : unify(op, operands);
  const last = args[args.length - 1] as Expr;
  const dtype = def.result === "bool" ? "bool" : last.dtype;
  const folded = fold(op, dtype, args);
  return folded ?? { kind: "op", op, dtype, args };
}

/** A constant if all operands are, or the operand that an identity leaves over. Integer identities only: they are exact. */
function fold(op: ScalarOp, dtype: ValueType, args: readonly Expr[]): Expr | undefined {
  const [a, b, c] = args;
  if (a?.kind === "const" && dtype !== "f32" && args.every((x) => x.kind === "const" && x.dtype !== "f32")) {
    const value = (x: Expr | undefined): number => (x?.kind === "const" ? x.value : 0);
    const result = scalarDef(op).js(value(a), value(b), value(c));
    const isExact = dtype === "f64" || Number.isSafeInteger(result);
    return isExact ? constant(wrapTo(dtype, result), dtype) : undefined;
  }
  if (dtype !== "i32" && dtype !== "u32") return undefined;
  const isConst = (x: Expr | undefined, value: number): boolean => x?.kind === "const" && x.value === value;
  if (op === "add") return isConst(b, 0) ? a : isConst(a, 0) ? b : undefined;
  if (op === "sub") return isConst(b, 0) ? a : undefined;
  if (op === "mul") return isConst(b, 1) ? a : isConst(a, 1) ? b : isConst(a, 0) ? a : isConst(b, 0) ? b : undefined;
  if (op === "idiv") return isConst(b, 1) ? a : undefined;
  if (op === "mod") return isConst(b, 1) ? constant(0, dtype) : undefined;
  return undefined;
}

const unary =
  (op: ScalarOp) =>
  (x: Expr): Expr =>
    apply(op, [x]);
const binary =
  (op: ScalarOp) =>
  (a: ExprLike, b: ExprLike): Expr =>
    apply(op, [a, b]);

export const neg = unary("neg");
export const abs = unary("abs");
export const sqrt = unary("sqrt");
export const floor = unary("floor");
export const trunc = unary("trunc");
export const round = unary("round");
export const not = unary("not");
export const exp = unary("exp");
export const expm1 = unary("expm1");
export const log = unary("log");
export const log1p = unary("log1p");
export const tanh = unary("tanh");
export const add = binary("add");
export const sub = binary("sub");
export const mul = binary("mul");
export const div = binary("div");
export const idiv = binary("idiv");
export const mod = binary("mod");
export const max = binary("max");
export const min = binary("min");
export const lt = binary("lt");
export const le = binary("le");
export const gt = (a: ExprLike, b: ExprLike): Expr => lt(b, a);
export const ge = (a: ExprLike, b: ExprLike): Expr => le(b, a);
export const eq = binary("eq");
export const ne = (a: ExprLike, b: ExprLike): Expr => not(eq(a, b));
export const and = binary("and");
export const or = binary("or");
export const xor = binary("xor");
export const shl = binary("shl");
export const shr = binary("shr");
export const where = (condition: Expr, a: ExprLike, b: ExprLike): Expr => apply("where", [condition, a, b]);

/** Sum of several terms, from left to right. */
export const sum = (first: ExprLike, ...rest: readonly ExprLike[]): Expr =>
  rest.reduce<ExprLike>((total, term) => add(total, term), first) as Expr;

/** Converts a value: floats to integers towards zero and saturating (NaN gives 0), anything to bool by `≠ 0`. */
export function cast(x: Expr, dtype: ValueType): Expr {
  if (x.dtype === dtype) return x;
  if (x.kind === "const") return constant(convert(x.value, x.dtype, dtype), dtype);
  return { kind: "cast", dtype, bits: false, arg: x };
}

/** The meaning of `cast`, for host numbers. */
export function convert(value: number, from: ValueType, to: ValueType): number {
  if (to === "bool") return value === 0 ? 0 : 1;
  if ((to === "i32" || to === "u32") && (from === "f32" || from === "f64")) {
    const [low, high] = to === "i32" ? [-(2 ** 31), 2 ** 31 - 1] : [0, 2 ** 32 - 1];
    return Number.isNaN(value) ? 0 : Math.trunc(Math.min(Math.max(value, low), high)) + 0;
  }
  return wrapTo(to, value);
}

/** Reinterprets the 32 bits of a value. */
export function bitcast(x: Expr, dtype: "f32" | "i32" | "u32"): Expr {
  return x.dtype === dtype ? x : { kind: "cast", dtype, bits: true, arg: x };
}

/** Reads an element. A bool is read as such, an f16 as f32. */
export function load(memory: Memory, index: ExprLike, isGuarded = false): Expr {
  const at = isNumber(index) ? constant(index, "i32") : index;
  return { kind: "load", dtype: memory.dtype === "f16" ? "f32" : memory.dtype, memory, index: at, isGuarded };
}

/** True if the value cannot differ between the lanes of a program. */
export function isUniform(e: Expr): boolean {
  switch (e.kind) {
    case "const":
    case "param":
      return true;
    case "var":
      return e.isUniform;
    case "op":
      return e.args.every(isUniform);
    case "cast":
      return isUniform(e.arg);
    case "load":
      return isUniform(e.index);
    default:
      return e satisfies never;
  }
}
