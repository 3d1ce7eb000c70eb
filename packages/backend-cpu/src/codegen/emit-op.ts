/** @file Scalar operations, for one lane or four: instructions from the scalar table, or the formula. */
import { scalarDef } from "@adjoint/core";
import type { Emitter } from "./emitter.ts";
import type { Mode, OpValue, Value } from "./value.ts";

export function emitOp(e: Emitter, value: OpValue, mode: Mode): void {
  const row = scalarDef(value.op).wasm?.[value.operandType];
  const instruction = mode === "vector" ? row?.simd : row?.scalar;
  if (instruction !== undefined) {
    for (const arg of value.args) e.emit(arg, mode);
    e.f.opNamed(instruction);
  } else if (value.expansion !== undefined) e.emit(value.expansion, mode);
  else e.rare.emitRareOp(e, value, mode);
}

/** True if an operation is computed by a function that the module imports. */
export function isImported(value: Value): value is OpValue {
  if (value.kind !== "op" || value.op === "where") return false;
  const { isCalled, wasm } = scalarDef(value.op);
  return isCalled || (value.operandType === "f64" && wasm?.f64?.scalar === undefined);
}
