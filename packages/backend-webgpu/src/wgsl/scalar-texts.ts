/** @file How WGSL writes the operations of the scalar table, where it has a way of its own. */
import type { ScalarOp, ValueType } from "@adjoint/core";
import { splat, WIDE, widthName } from "./literals.ts";

/**
 * The text of an operation for given operand texts, all numbers or all vectors. `adj_<op>_<type>` is a function of the
 * prelude.
 */
type ScalarText = (args: readonly string[], type: ValueType, isWide: boolean) => string;

const call =
  (name: string): ScalarText =>
  (args) =>
    `${name}(${args.join(", ")})`;
const infix =
  (symbol: string): ScalarText =>
  ([a, b]) =>
    `(${a} ${symbol} ${b})`;
/** The name of a function of the prelude. */
const own = (name: string, isWide: boolean): string => `adj_${name}${isWide ? WIDE : ""}`;
/** The distance of a shift. */
const distance = (text: string, isWide: boolean): string =>
  `(${widthName("u32", isWide)}(${text}) & ${isWide ? splat("31u", "u32") : "31u"})`;

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
  max: ([a, b], type, isWide) => `${type === "f32" ? own("max_f32", isWide) : "max"}(${a}, ${b})`,
  min: ([a, b], type, isWide) => `${type === "f32" ? own("min_f32", isWide) : "min"}(${a}, ${b})`,
  lt: infix("<"),
  le: infix("<="),
  eq: infix("=="),
  where: ([c, a, b]) => `select(${b}, ${a}, ${c})`,
  not: ([a], type, isWide) => {
    if (type === "bool") return `(!${a})`;
    const name = widthName(type, isWide);
    return `${name}(${a} == ${name}(0))`;
  },
  and: infix("&"),
  or: infix("|"),
  xor: ([a, b], type) => (type === "bool" ? `(${a} != ${b})` : `(${a} ^ ${b})`),
  shl: ([a, b = ""], _, isWide) => `(${a} << ${distance(b, isWide)})`,
  shr: ([a, b = ""], _, isWide) => `(${a} >> ${distance(b, isWide)})`,
  idiv: ([a, b], type, isWide) => `${own(`idiv_${type}`, isWide)}(${a}, ${b})`,
  mod: ([a, b], type, isWide) => `${own(`mod_${type}`, isWide)}(${a}, ${b})`,
};
