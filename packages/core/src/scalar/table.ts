/**
 * @file The scalar table: what every elementwise operation is, in one row each. The graph, the interpreter and both
 * code generators read it; none of them branches on a name. How WGSL writes them is in `backend-webgpu`.
 */
import type { ValueType } from "../dtype.ts";
import { erf, farSine, roundEven, threefry } from "./reference.ts";

export { FAR_ANGLE } from "./reference.ts";

/** The value types an operand may have. */
export type Domain = "float" | "number" | "integer" | "logic" | "any";

/** Instructions that compute the operation: on one lane, and on four. Where one is missing, the formula serves. */
export interface WasmInstructions {
  readonly scalar?: string;
  readonly simd?: string;
}

export interface ScalarDef {
  readonly arity: 1 | 2 | 3;
  /** What the operands may be. A first operand named by `select` is bool; all others share one type. */
  readonly domain: Domain;
  /** The result has the operands' type, or is bool. */
  readonly result: "same" | "bool";
  /** The meaning, in double precision. Integers are wrapped to 32 bits by the caller. */
  readonly js: (a: number, b: number, c: number) => number;
  /** Arithmetic work relative to an addition. */
  readonly cost: number;
  /** Instructions per value type. Absent: the formula; for f64, the imported `js`. */
  readonly wasm?: Partial<Record<ValueType, WasmInstructions>>;
  /** True if types without an instruction are computed by the formula of this name in `expansions.ts`. */
  readonly isExpanded?: true;
  /** True if compiled code calls `js` for float32, too, where there is more to do than to hand on the last operand. */
  readonly isCalled?: true;
}

/** `f32.add` and `f32x4.add`, and so on for the types given. `signed` adds the suffix that integers need. */
function instructions(
  name: string,
  types: readonly ValueType[],
  signed = false,
): Partial<Record<ValueType, WasmInstructions>> {
  const rows: Partial<Record<ValueType, WasmInstructions>> = {};
  for (const type of types) {
    const isInteger = type === "i32" || type === "u32" || type === "bool";
    const base = type === "u32" || type === "bool" ? "i32" : type;
    const suffix = signed && isInteger ? (type === "i32" ? "_s" : "_u") : "";
    const scalar = `${base}.${name}${suffix}`;
    rows[type] = type === "f64" ? { scalar } : { scalar, simd: `${base}x4.${name}${suffix}` };
  }
  return rows;
}

const FLOATS = ["f32", "f64"] as const;
const NUMBERS = ["f32", "f64", "i32", "u32"] as const;
const WHOLE = ["i32", "u32"] as const;

/** Bitwise instructions: on scalars `i32.and`, on lanes `v128.and`. */
function bitwise(name: string): Partial<Record<ValueType, WasmInstructions>> {
  const row = { scalar: `i32.${name}`, simd: `v128.${name}` };
  return { i32: row, u32: row, bool: row };
}

const bool = (claim: boolean): number => (claim ? 1 : 0);

/** Rows that need no more than an instruction come first, then comparisons, integer work, and transcendental functions. */
export const SCALARS = {
  neg: {
    arity: 1,
    domain: "number",
    result: "same",
    js: (a) => -a,
    cost: 1,
    wasm: instructions("neg", FLOATS),
    isExpanded: true,
  },
  abs: {
    arity: 1,
    domain: "number",
    result: "same",
    js: Math.abs,
    cost: 1,
    wasm: instructions("abs", FLOATS),
    isExpanded: true,
  },
  sqrt: {
    arity: 1,
    domain: "float",
    result: "same",
    js: Math.sqrt,
    cost: 4,
    wasm: instructions("sqrt", FLOATS),
  },
  floor: {
    arity: 1,
    domain: "float",
    result: "same",
    js: Math.floor,
    cost: 1,
    wasm: instructions("floor", FLOATS),
  },
  ceil: {
    arity: 1,
    domain: "float",
    result: "same",
    js: Math.ceil,
    cost: 1,
    wasm: instructions("ceil", FLOATS),
  },
  trunc: {
    arity: 1,
    domain: "float",
    result: "same",
    js: Math.trunc,
    cost: 1,
    wasm: instructions("trunc", FLOATS),
  },
  /** Half goes to even. */
  round: {
    arity: 1,
    domain: "float",
    result: "same",
    js: roundEven,
    cost: 1,
    wasm: instructions("nearest", FLOATS),
  },

  add: {
    arity: 2,
    domain: "number",
    result: "same",
    js: (a, b) => a + b,
    cost: 1,
    wasm: instructions("add", NUMBERS),
  },
  sub: {
    arity: 2,
    domain: "number",
    result: "same",
    js: (a, b) => a - b,
    cost: 1,
    wasm: instructions("sub", NUMBERS),
  },
  mul: {
    arity: 2,
    domain: "number",
    result: "same",
    js: (a, b) => a * b,
    cost: 1,
    wasm: instructions("mul", NUMBERS),
  },
  div: {
    arity: 2,
    domain: "float",
    result: "same",
    js: (a, b) => a / b,
    cost: 4,
    wasm: instructions("div", FLOATS),
  },
  /** NaN wins over any number. */
  max: {
    arity: 2,
    domain: "number",
    result: "same",
    js: (a, b) => Math.max(a, b),
    cost: 1,
    wasm: { ...instructions("max", FLOATS), i32: { simd: "i32x4.max_s" }, u32: { simd: "i32x4.max_u" } },
    isExpanded: true,
  },
  /** NaN wins over any number. */
  min: {
    arity: 2,
    domain: "number",
    result: "same",
    js: (a, b) => Math.min(a, b),
    cost: 1,
    wasm: { ...instructions("min", FLOATS), i32: { simd: "i32x4.min_s" }, u32: { simd: "i32x4.min_u" } },
    isExpanded: true,
  },

  lt: {
    arity: 2,
    domain: "number",
    result: "bool",
    js: (a, b) => bool(a < b),
    cost: 1,
    wasm: { ...instructions("lt", FLOATS), ...instructions("lt", WHOLE, true) },
  },
  le: {
    arity: 2,
    domain: "number",
    result: "bool",
    js: (a, b) => bool(a <= b),
    cost: 1,
    wasm: { ...instructions("le", FLOATS), ...instructions("le", WHOLE, true) },
  },
  eq: {
    arity: 2,
    domain: "any",
    result: "bool",
    js: (a, b) => bool(a === b),
    cost: 1,
    wasm: instructions("eq", [...NUMBERS, "bool"]),
  },
  /** The second operand where the first, a bool, holds; else the third. NaN in the one not taken is harmless. */
  where: {
    arity: 3,
    domain: "any",
    result: "same",
    js: (c, a, b) => (c ? a : b),
    cost: 1,
  },

  not: {
    arity: 1,
    domain: "logic",
    result: "same",
    js: (a) => bool(!a),
    cost: 1,
    isExpanded: true,
  },
  and: {
    arity: 2,
    domain: "logic",
    result: "same",
    js: (a, b) => a & b,
    cost: 1,
    wasm: bitwise("and"),
  },
  or: {
    arity: 2,
    domain: "logic",
    result: "same",
    js: (a, b) => a | b,
    cost: 1,
    wasm: bitwise("or"),
  },
  xor: {
    arity: 2,
    domain: "logic",
    result: "same",
    js: (a, b) => a ^ b,
    cost: 1,
    wasm: bitwise("xor"),
  },
  /** Shift left by the low five bits of the second operand. */
  shl: {
    arity: 2,
    domain: "integer",
    result: "same",
    js: (a, b) => a << b,
    cost: 1,
    wasm: { i32: { scalar: "i32.shl" }, u32: { scalar: "i32.shl" } },
  },
  /** Shift right by the low five bits of the second operand: arithmetic for i32, logical for u32. */
  shr: {
    arity: 2,
    domain: "integer",
    result: "same",
    js: (a, b) => (a < 0 ? a >> b : a >>> b),
    cost: 1,
    wasm: { i32: { scalar: "i32.shr_s" }, u32: { scalar: "i32.shr_u" } },
  },
  /** Integer quotient rounded towards zero; 0 where the divisor is 0. */
  idiv: {
    arity: 2,
    domain: "integer",
    result: "same",
    js: (a, b) => (b === 0 ? 0 : Math.trunc(a / b)),
    cost: 8,
  },
  /** Remainder of the quotient rounded towards zero, with the sign of the dividend; 0 for integers where the divisor is 0. */
  mod: {
    arity: 2,
    domain: "number",
    result: "same",
    js: (a, b) => a % b,
    cost: 8,
    isExpanded: true,
  },

  exp: { arity: 1, domain: "float", result: "same", js: Math.exp, cost: 12, isExpanded: true },
  expm1: { arity: 1, domain: "float", result: "same", js: Math.expm1, cost: 16, isExpanded: true },
  log: { arity: 1, domain: "float", result: "same", js: Math.log, cost: 14, isExpanded: true },
  log1p: { arity: 1, domain: "float", result: "same", js: Math.log1p, cost: 16, isExpanded: true },
  sin: { arity: 1, domain: "float", result: "same", js: Math.sin, cost: 16, isExpanded: true },
  cos: { arity: 1, domain: "float", result: "same", js: Math.cos, cost: 16, isExpanded: true },
  tanh: { arity: 1, domain: "float", result: "same", js: Math.tanh, cost: 16, isExpanded: true },
  erf: { arity: 1, domain: "float", result: "same", js: erf, cost: 20, isExpanded: true },
  pow: { arity: 2, domain: "float", result: "same", js: Math.pow, cost: 30, isExpanded: true },

  /** First word of Threefry-2x32-20 of the counter (c, 0) under the key (a, b). @see Salmon et al. (2011) */
  threefry: {
    arity: 3,
    domain: "integer",
    result: "same",
    js: threefry,
    cost: 100,
    isExpanded: true,
  },
  /** What the formulas of sin and cos leave over: the sine or cosine of a far number; see `farSine`. */
  farSine: { arity: 3, domain: "float", result: "same", js: farSine, cost: 2, isCalled: true },
} as const satisfies Record<string, ScalarDef>;

export type ScalarOp = keyof typeof SCALARS;

/** The operations that need a formula in `expansions.ts`. */
export type ExpandedOp = { [K in ScalarOp]: (typeof SCALARS)[K] extends { isExpanded: true } ? K : never }[ScalarOp];

/** The row of an operation, with the optional fields visible. */
export function scalarDef(op: ScalarOp): ScalarDef {
  return SCALARS[op];
}
