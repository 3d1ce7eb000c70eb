/** @file Constants: instructions for one lane, bits for four. */
import type { ValueType } from "@adjoint/core";
import type { FunctionBuilder } from "../wasm/function-builder.ts";

export function emitConstant(f: FunctionBuilder, value: number, dtype: ValueType): void {
  if (dtype === "f32") f.f32(value);
  else if (dtype === "f64") f.f64(value);
  else f.i32(value);
}

/** The 32 bits of a constant in a vector; a bool is a mask. */
export function wordOf(value: number, dtype: ValueType): number {
  if (dtype === "bool") return value === 0 ? 0 : -1;
  if (dtype !== "f32") return value | 0;
  return new Int32Array(Float32Array.of(value).buffer)[0] ?? 0;
}
