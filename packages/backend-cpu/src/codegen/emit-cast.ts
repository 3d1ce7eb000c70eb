/** @file Conversions, for one lane or four. */
import type { ValueType } from "@adjoint/core";
import type { PlainOp } from "../wasm/opcodes.ts";
import type { Emitter } from "./emitter.ts";
import type { CastValue, Mode } from "./value.ts";

type Conversions = Partial<Record<ValueType, readonly PlainOp[]>>;

/** Instructions from one type to another. A mask counts as −1 in vectors, a bool as 1 in scalars. */
const CONVERSIONS: Readonly<Record<Mode, Partial<Record<ValueType, Conversions>>>> = {
  scalar: {
    f32: {
      i32: ["i32.trunc_sat_f32_s"],
      u32: ["i32.trunc_sat_f32_u"],
      f64: ["f64.promote_f32"],
    },
    f64: {
      i32: ["i32.trunc_sat_f64_s"],
      u32: ["i32.trunc_sat_f64_u"],
      f32: ["f32.demote_f64"],
    },
    i32: { f32: ["f32.convert_i32_s"], f64: ["f64.convert_i32_s"] },
    u32: { f32: ["f32.convert_i32_u"], f64: ["f64.convert_i32_u"] },
    bool: { f32: ["f32.convert_i32_s"], f64: ["f64.convert_i32_s"], i32: [], u32: [] },
  },
  vector: {
    f32: { i32: ["i32x4.trunc_sat_f32x4_s"], u32: ["i32x4.trunc_sat_f32x4_u"] },
    i32: { f32: ["f32x4.convert_i32x4_s"] },
    u32: { f32: ["f32x4.convert_i32x4_u"] },
    bool: { i32: ["i32x4.neg"], u32: ["i32x4.neg"], f32: ["f32x4.convert_i32x4_s", "f32x4.neg"] },
  },
};

export function emitCast(e: Emitter, { arg, dtype, isBits }: CastValue, mode: Mode): void {
  if (isBits) {
    // Vectors and pairs of integers need nothing, and never come here.
    e.emit(arg, mode);
    e.f.op(dtype === "f32" ? "f32.reinterpret_i32" : "i32.reinterpret_f32");
    return;
  }
  e.emit(arg, mode);
  if (dtype === "bool") {
    emitIsNotZero(e, arg.dtype, mode);
    return;
  }
  const instructions = CONVERSIONS[mode][arg.dtype]?.[dtype];
  if (instructions === undefined) throw new TypeError(`no conversion of ${arg.dtype} to ${dtype}`);
  for (const instruction of instructions) e.f.op(instruction);
}

function emitIsNotZero(e: Emitter, from: ValueType, mode: Mode): void {
  const { f } = e;
  if (mode === "vector") {
    f.get(e.vectorConstant([0, 0, 0, 0])).op(from === "f32" ? "f32x4.ne" : "i32x4.ne");
  } else if (from === "f32") f.f32(0).op("f32.ne");
  else if (from === "f64") f.f64(0).op("f64.ne");
  else f.i32(0).op("i32.ne");
}
