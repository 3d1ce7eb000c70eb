/** @file How WGSL writes the operations of the scalar table, where it has a way of its own. */
import type { ScalarOp, ValueType } from "@adjoint/core";

/** The text of an operation for given operand texts. `adj_<op>_<type>` is a function of the prelude. */
type ScalarText = (args: readonly string[], type: ValueType) => string;

const call =
  (name: string): ScalarText =>
  (args) =>
    `${name}(${args.join(", ")})`;
const infix =
  (symbol: string): ScalarText =>
  ([a, b]) =>
    `(${a} ${symbol} ${b})`;

/** Absent: a function of the prelude, made from the formula. */
export const SCALAR_TEXTS: Readonly<Partial<Record<ScalarOp, ScalarText>>> = {
  neg: ([a], type) => (type === "u32" ? `(0u - ${a})` : `(-${a})`),
  abs: call("abs"),
  sqrt: call("sqrt"),
  floor: call("floor"),
  ceil: call("ceil"),
  trunc: call("trunc"),
  round: call("round"),
  add: infix("+"),
  sub: infix("-"),
  mul: infix("*"),
  div: infix("/"),
  max: ([a, b], type) => (type === "f32" ? `adj_max_f32(${a}, ${b})` : `max(${a}, ${b})`),
  min: ([a, b], type) => (type === "f32" ? `adj_min_f32(${a}, ${b})` : `min(${a}, ${b})`),
  lt: infix("<"),
  le: infix("<="),
  eq: infix("=="),
  where: ([c, a, b]) => `select(${b}, ${a}, ${c})`,
  not: ([a], type) => (type === "bool" ? `(!${a})` : `${type}(${a} == ${type}(0))`),
  and: infix("&"),
  or: infix("|"),
  xor: ([a, b], type) => (type === "bool" ? `(${a} != ${b})` : `(${a} ^ ${b})`),
  shl: ([a, b]) => `(${a} << (u32(${b}) & 31u))`,
  shr: ([a, b]) => `(${a} >> (u32(${b}) & 31u))`,
  idiv: ([a, b], type) => `adj_idiv_${type}(${a}, ${b})`,
  mod: ([a, b], type) => `adj_mod_${type}(${a}, ${b})`,
};
