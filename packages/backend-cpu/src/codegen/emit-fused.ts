/** @file Products and sums in one instruction. Single lanes go through vectors, so that their results are the same. */
import type { Emitter } from "./emitter.ts";
import type { FusedValue, Mode } from "./value.ts";

export function emitFused(e: Emitter, { args, isNegated }: FusedValue, mode: Mode): void {
  for (const arg of args) {
    e.emit(arg, mode);
    if (mode === "scalar") e.f.op("f32x4.splat");
  }
  e.f.op(isNegated ? "f32x4.relaxed_nmadd" : "f32x4.relaxed_madd");
  if (mode === "scalar") e.f.lane("f32x4.extract_lane", 0);
}
