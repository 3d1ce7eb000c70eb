/**
 * @file Element types: sizes, host arrays and the promotion rule.
 * f16 is a storage type (arithmetic runs in f32); bool is stored as a 32-bit 0 or 1, the one form all backends share.
 */
import { DTypeError } from "./errors.ts";

/** The element type of a tensor. */
export type DType = "f32" | "f16" | "i32" | "u32" | "bool" | "f64";

/** The types that values have inside a kernel. */
export type ValueType = Exclude<DType, "f16">;

/** The host array that `data()` returns for each dtype. f16 is widened to f32. */
export interface HostArrays {
  f32: Float32Array<ArrayBuffer>;
  f16: Float32Array<ArrayBuffer>;
  i32: Int32Array<ArrayBuffer>;
  u32: Uint32Array<ArrayBuffer>;
  bool: Uint8Array<ArrayBuffer>;
  f64: Float64Array<ArrayBuffer>;
}

/** Any host array that the library accepts or returns. */
export type TypedArray =
  | Float32Array
  | Float64Array
  | Int8Array
  | Uint8Array
  | Uint8ClampedArray
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array;

interface DTypeInfo {
  /** Bytes of one element in device memory. */
  readonly sizeBytes: number;
  readonly kind: "float" | "integer" | "bool";
  /** Position in the promotion order: a wider kind wins. */
  readonly rank: number;
}

export const DTYPES: Readonly<Record<DType, DTypeInfo>> = {
  bool: { sizeBytes: 4, kind: "bool", rank: 0 },
  i32: { sizeBytes: 4, kind: "integer", rank: 1 },
  u32: { sizeBytes: 4, kind: "integer", rank: 2 },
  f16: { sizeBytes: 2, kind: "float", rank: 3 },
  f32: { sizeBytes: 4, kind: "float", rank: 4 },
  f64: { sizeBytes: 8, kind: "float", rank: 5 },
};

export function isDType(name: unknown): name is DType {
  return typeof name === "string" && Object.hasOwn(DTYPES, name);
}

export function isFloat(dtype: DType): boolean {
  return DTYPES[dtype].kind === "float";
}

/** The type in which a stored element is computed. */
export function valueTypeOf(dtype: DType): ValueType {
  return dtype === "f16" ? "f32" : dtype;
}

/**
 * The common dtype of two operands: the wider kind wins (bool < integer < float), then the wider type.
 * i32 with u32 gives i32, as signed results surprise less. f64 never arises from mixing: both sides must be f64.
 * @throws {DTypeError} if exactly one side is f64.
 */
export function promote(op: string, a: DType, b: DType): DType {
  if (a === b) return a;
  if (a === "f64" || b === "f64") {
    const hint = "cast one side, f64 is never implicit";
    throw new DTypeError({ op, rule: "f64 mixes only with f64", got: `${a} and ${b}`, hint });
  }
  if (DTYPES[a].kind === "integer" && DTYPES[b].kind === "integer") return "i32";
  return DTYPES[a].rank > DTYPES[b].rank ? a : b;
}
