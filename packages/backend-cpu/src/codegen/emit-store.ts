/** @file Stores without conditions, for one lane or four adjacent elements. All others are in `emit-rare-store.ts`. */
import type { DType } from "@adjoint/core";
import type { MemoryOp } from "../wasm/opcodes.ts";
import type { Emitter } from "./emitter.ts";
import type { Access, Mode, Value } from "./value.ts";

export const SCALAR_STORES: Readonly<Record<DType, MemoryOp>> = {
  f32: "f32.store",
  f16: "i32.store16",
  i32: "i32.store",
  u32: "i32.store",
  bool: "i32.store",
  f64: "f64.store",
};

/** Stores a value where the condition holds, if there is one. */
export function emitStore(e: Emitter, access: Access, value: Value, condition: Value | undefined, mode: Mode): void {
  const { address, stride, guard, storage } = access;
  const isVector = mode === "vector";
  const isConditional = guard !== undefined || condition !== undefined;
  if (isConditional || (isVector && (stride !== 1 || storage === "f16" || storage === "bool"))) {
    e.rare.emitRareStore(e, access, value, condition, mode);
    return;
  }
  const offset = isVector ? e.emitAdjacent(address) : 0;
  if (!isVector) e.emit(address, "scalar");
  e.emit(value, mode);
  e.f.memory(isVector ? "v128.store" : SCALAR_STORES[storage], offset);
}
