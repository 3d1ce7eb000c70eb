/**
 * @file WGSL names of types, and numbers as literals. A literal may not be infinite or NaN: such values are made from
 * their bits at run time, with a zero that the compiler cannot see.
 */
import type { DType, ValueType } from "@adjoint/core";
import { BackendError } from "@adjoint/core";

/** Field of the argument block that is always 0. */
export const HIDDEN_ZERO = "args.zero";

export function valueTypeName(dtype: ValueType): string {
  if (dtype === "f64") throw noDouble();
  return dtype;
}

/** The element type of a storage buffer: bool is kept as u32. */
export function storedTypeName(dtype: DType): string {
  if (dtype === "f64") throw noDouble();
  return dtype === "bool" ? "u32" : dtype;
}

function noDouble(): BackendError {
  return new BackendError({
    op: "webgpu",
    rule: "WGSL has no 64-bit floats",
    hint: "use f32, or the cpu backend for f64",
  });
}

/** What the names of functions end in that take vectors of four. */
export const WIDE = "_x4";

/** A type's name, or that of a vector of four. */
export function widthName(dtype: ValueType, isWide: boolean): string {
  return isWide ? `vec4<${valueTypeName(dtype)}>` : valueTypeName(dtype);
}

/** The vector of four equal numbers. */
export function splat(text: string, dtype: ValueType): string {
  return `${widthName(dtype, true)}(${text})`;
}

export function literal(value: number, dtype: ValueType): string {
  switch (dtype) {
    case "bool":
      return value === 0 ? "false" : "true";
    case "i32":
      return value === -(2 ** 31) ? "i32(-2147483647 - 1)" : value < 0 ? `(${value})` : `${value}`;
    case "u32":
      return `${value}u`;
    case "f32":
      return floatLiteral(value);
    case "f64":
      throw noDouble();
    default:
      return dtype satisfies never;
  }
}

const bits = new DataView(new ArrayBuffer(4));

/** A number that the compiler cannot see. */
export function hiddenFloat(value: number): string {
  bits.setFloat32(0, value);
  return `bitcast<f32>(0x${bits.getUint32(0).toString(16)}u | ${HIDDEN_ZERO})`;
}

function floatLiteral(value: number): string {
  const rounded = Math.fround(value);
  if (!Number.isFinite(rounded)) return hiddenFloat(rounded);
  if (Object.is(rounded, -0)) return "(-0.0f)";
  const text = `${rounded}`;
  const isPlain = /^-?\d+$/.test(text);
  return rounded < 0 ? `(${text}${isPlain ? ".0" : ""}f)` : `${text}${isPlain ? ".0" : ""}f`;
}
