/** @file Loads of 32 or 64 bits for one lane, and of four adjacent elements. All others are in `emit-rare-load.ts`. */
import type { DType } from "@adjoint/core";
import type { MemoryOp } from "../wasm/opcodes.ts";
import type { Emitter } from "./emitter.ts";
import type { LoadValue, Mode } from "./value.ts";

export const SCALAR_LOADS: Readonly<Record<DType, MemoryOp>> = {
  f32: "f32.load",
  f16: "i32.load16_u",
  i32: "i32.load",
  u32: "i32.load",
  bool: "i32.load",
  f64: "f64.load",
};

export function emitLoad(e: Emitter, { access }: LoadValue, mode: Mode): void {
  const { address, stride, guard, storage } = access;
  const isVector = mode === "vector";
  if (guard !== undefined || (isVector && (stride !== 1 || storage === "f16" || storage === "bool"))) {
    e.rare.emitRareLoad(e, access, mode);
    return;
  }
  if (isVector) {
    e.f.memory("v128.load", e.emitAdjacent(address));
    return;
  }
  e.emit(address, "scalar");
  e.f.memory(SCALAR_LOADS[storage]);
}
