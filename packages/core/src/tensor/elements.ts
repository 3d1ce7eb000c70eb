/**
 * @file Elements between host arrays and device memory: f16 is 16 bits there and f32 here, bool is 32 bits there and
 * 8 bits here; all else is stored as it is.
 */
import type { DType, HostArrays, TypedArray } from "../dtype.ts";
import { fromHalf, toHalf } from "./half.ts";

/** A fresh array in the format of device memory, from numbers. Integers wrap, as typed arrays do; bool is x ≠ 0. */
export function encode(values: ArrayLike<number>, dtype: DType): TypedArray {
  switch (dtype) {
    case "f32":
      return Float32Array.from(values);
    case "f64":
      return Float64Array.from(values);
    case "i32":
      return Int32Array.from(values);
    case "u32":
      return Uint32Array.from(values);
    case "bool":
      return Uint32Array.from(values, (value) => (value === 0 ? 0 : 1));
    case "f16":
      return Uint16Array.from(values, toHalf);
    default:
      return dtype satisfies never;
  }
}

/** The host array for the first `size` elements of device memory (all by default), of which it takes possession. */
export function decode(bytes: ArrayBuffer, dtype: DType, size?: number): HostArrays[DType] {
  switch (dtype) {
    case "f32":
      return new Float32Array(bytes, 0, size);
    case "f64":
      return new Float64Array(bytes, 0, size);
    case "i32":
      return new Int32Array(bytes, 0, size);
    case "u32":
      return new Uint32Array(bytes, 0, size);
    case "bool":
      return Uint8Array.from(new Uint32Array(bytes, 0, size));
    case "f16":
      return Float32Array.from(new Uint16Array(bytes, 0, size), fromHalf);
    default:
      return dtype satisfies never;
  }
}
