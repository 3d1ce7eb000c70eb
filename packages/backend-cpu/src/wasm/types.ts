/** @file Value and function types of WebAssembly. */

export type WasmType = "i32" | "i64" | "f32" | "f64" | "v128";

export const TYPE_CODES: Readonly<Record<WasmType, number>> = {
  i32: 0x7f,
  i64: 0x7e,
  f32: 0x7d,
  f64: 0x7c,
  v128: 0x7b,
};

export interface FunctionType {
  readonly params: readonly WasmType[];
  readonly results: readonly WasmType[];
}

/** A function of a module: an import, or one that the module defines. */
export interface FunctionRef {
  /** Position among all functions, imports first. */
  readonly index: number;
  readonly name: string;
  readonly type: FunctionType;
}
