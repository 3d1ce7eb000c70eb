/**
 * @file Sort keys: how elements are turned into values that kernels compare. 32-bit elements become u32 whose order is
 * that of the elements; f64 is compared as it is.
 */
import type { DType, ValueType } from "../dtype.ts";
import type { KernelBuilder } from "../kernel/build.ts";
import { and, bitcast, cast, eq, lt, not, or, where, xor } from "../kernel/expr.ts";
import type { Expr } from "../kernel/types.ts";

export interface KeyOrder {
  readonly dtype: "u32" | "f64";
  /** The key of an element. */
  readonly encode: (k: KernelBuilder, element: Expr) => Expr;
  /** True if the first key must come before the second. False for equal keys. */
  readonly isBefore: (a: Expr, b: Expr) => Expr;
}

const SIGN = 0x80000000;
const ALL_BITS = 0xffffffff;

/** The order of the elements of a dtype. NaN is greater than any number, and −0 equal to 0. */
export function keyOrder(dtype: DType, isDescending: boolean): KeyOrder {
  if (dtype === "f64")
    return { dtype, encode: (_, element) => element, isBefore: isDescending ? swapped(isLess) : isLess };
  const ascending = encoder(dtype === "f16" ? "f32" : dtype);
  const encode: KeyOrder["encode"] = isDescending ? (k, element) => xor(ascending(k, element), ALL_BITS) : ascending;
  return { dtype: "u32", encode, isBefore: lt };
}

/** Elements that are u32 keys already. */
export const plainKeys = (): KeyOrder => ({ dtype: "u32", encode: (_, element) => element, isBefore: lt });

function encoder(type: Exclude<ValueType, "f64">): KeyOrder["encode"] {
  switch (type) {
    case "f32":
      return encodeFloat;
    case "i32":
      return (_, element) => xor(bitcast(element, "u32"), SIGN);
    case "u32":
      return (_, element) => element;
    case "bool":
      return (_, element) => cast(element, "u32");
    default:
      return type satisfies never;
  }
}

/** Floats order like sign and magnitude: flip all bits of the negative ones, the sign of the others. */
function encodeFloat(k: KernelBuilder, element: Expr): Expr {
  const bits = k.let("bits", bitcast(element, "u32"));
  const isNotNumber = lt(0x7f800000, and(bits, 0x7fffffff));
  const flipped = where(lt(bits, SIGN), xor(bits, SIGN), xor(bits, ALL_BITS));
  return where(isNotNumber, ALL_BITS, where(eq(bits, SIGN), SIGN, flipped));
}

function isLess(a: Expr, b: Expr): Expr {
  return or(lt(a, b), and(not(eq(b, b)), eq(a, a)));
}

const swapped =
  (order: (a: Expr, b: Expr) => Expr) =>
  (a: Expr, b: Expr): Expr =>
    order(b, a);
