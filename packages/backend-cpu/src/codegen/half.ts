/**
 * @file 16-bit floats in integer and f32 arithmetic, for storage: both directions are exact or rounded to nearest even.
 * @see F. Giesen, "half_to_float_fast" and "float_to_half_fast3_rtne" (2012)
 */
import { type Expr, k } from "@adjoint/core";

const u32 = (value: number): Expr => k.constant(value, "u32");
const f32 = (value: number): Expr => k.constant(value, "f32");

/**
 * The f32 with the value of the f16 whose bits are given as u32. Exponent and fraction move to their places in an f32,
 * and a multiplication by 2^112 mends the bias, also for subnormal numbers. Infinity and NaN keep the largest exponent.
 */
export function halfToFloat(bits: Expr): Expr {
  const magnitude = k.and(bits, u32(0x7fff));
  const sign = k.shl(k.and(bits, u32(0x8000)), u32(16));
  const scaled = k.bitcast(k.mul(k.bitcast(k.shl(magnitude, u32(13)), "f32"), f32(2 ** 112)), "u32");
  const special = k.or(scaled, u32(0x7f800000));
  return k.bitcast(k.or(k.where(k.lt(magnitude, u32(0x7c00)), scaled, special), sign), "f32");
}

/** The bits, as u32, of the f16 nearest to an f32; half goes to even, and 65520 and above to infinity. */
export function floatToHalf(value: Expr): Expr {
  const bits = k.bitcast(value, "u32");
  const magnitude = k.and(bits, u32(0x7fffffff));
  const sign = k.shr(k.and(bits, u32(0x80000000)), u32(16));
  const special = k.where(k.lt(u32(0x7f800000), magnitude), u32(0x7e00), u32(0x7c00));
  // Adding 0.5 leaves the subnormal's fraction in the lowest bits, rounded by the addition.
  const half = f32(0.5);
  const subnormal = k.sub(k.bitcast(k.add(k.bitcast(magnitude, "f32"), half), "u32"), k.bitcast(half, "u32"));
  const isOdd = k.and(k.shr(magnitude, u32(13)), u32(1));
  const rounded = k.add(k.add(magnitude, u32((((15 - 127) << 23) + 0xfff) >>> 0)), isOdd);
  const finite = k.where(k.lt(magnitude, u32(113 << 23)), subnormal, k.shr(rounded, u32(13)));
  return k.or(k.where(k.lt(magnitude, u32(0x47800000)), finite, special), sign);
}
