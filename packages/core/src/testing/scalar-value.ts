/**
 * @file The value of one scalar operation, as the tests define it: the table's `js`, with integers wrapped, and floats
 * either rounded to float32 ("f32") or left in double precision ("f64").
 */
import type { DType, ValueType } from "../dtype.ts";
import { convert, wrapTo } from "../kernel/expr.ts";
import type { ReduceOp } from "../kernel/types.ts";
import { roundEven } from "../scalar/reference.ts";
import { type ScalarOp, scalarDef } from "../scalar/table.ts";

/** Whether float32 values are rounded after each operation, or kept as doubles to show what is exact. */
export type Precision = "f32" | "f64";

const isWhole = (dtype: ValueType): boolean => dtype === "i32" || dtype === "u32";

/** A double as a value of `dtype`. */
export function roundTo(dtype: ValueType, value: number, precision: Precision): number {
  return dtype === "f32" && precision === "f64" ? value : wrapTo(dtype, value);
}

/** A value as memory of `dtype` holds it. */
export function storedValue(dtype: DType, value: number, precision: Precision): number {
  if (dtype !== "f16") return roundTo(dtype, value, precision);
  return precision === "f64" ? value : roundToHalf(value);
}

/** The nearest number of 11 significant bits and 5 exponent bits. */
export function roundToHalf(value: number): number {
  if (!Number.isFinite(value) || value === 0) return value;
  const exponent = Math.max(-14, Math.floor(Math.log2(Math.abs(value))));
  const spacing = 2 ** (exponent - 10);
  const rounded = roundEven(value / spacing) * spacing;
  return Math.abs(rounded) > 65504 ? Math.sign(value) * Number.POSITIVE_INFINITY : rounded;
}

/** The operation, on values of the operands' type; `dtype` is the result's. */
export function scalarValue(op: ScalarOp, dtype: ValueType, args: readonly number[], precision: Precision): number {
  const [a = 0, b = 0, c = 0] = args;
  const value = op === "mul" && isWhole(dtype) ? Math.imul(a, b) : scalarDef(op).js(a, b, c);
  return roundTo(dtype, value, precision);
}

/** The value converted to another type. */
export function castValue(value: number, from: ValueType, to: ValueType, precision: Precision): number {
  return to === "f32" && precision === "f64" ? value : convert(value, from, to);
}

const BITS = new DataView(new ArrayBuffer(4));
const GET = { f32: "getFloat32", i32: "getInt32", u32: "getUint32" } as const;
const SET = { f32: "setFloat32", i32: "setInt32", u32: "setUint32" } as const;

/** The 32 bits of a value, read as another type. */
export function bitcastValue(value: number, from: DType, to: DType): number {
  if (!(from in SET) || !(to in GET)) throw new TypeError(`bitcast of ${from} to ${to}`);
  BITS[SET[from as "f32"]](0, value);
  return BITS[GET[to as "f32"]](0);
}

const COMBINE: Readonly<Record<ReduceOp, ScalarOp>> = { sum: "add", prod: "mul", max: "max", min: "min" };

/** One step of a reduction. */
export function combineValues(op: ReduceOp, dtype: ValueType, a: number, b: number, precision: Precision): number {
  return scalarValue(COMBINE[op], dtype, [a, b], precision);
}

const LOWEST = { f32: -Infinity, f64: -Infinity, i32: -(2 ** 31), u32: 0, bool: 0 } as const;
const HIGHEST = { f32: Infinity, f64: Infinity, i32: 2 ** 31 - 1, u32: 2 ** 32 - 1, bool: 1 } as const;

/** What a reduction of nothing gives. */
export function reductionIdentity(op: ReduceOp, dtype: ValueType): number {
  if (op === "sum") return 0;
  if (op === "prod") return 1;
  return op === "max" ? LOWEST[dtype] : HIGHEST[dtype];
}
