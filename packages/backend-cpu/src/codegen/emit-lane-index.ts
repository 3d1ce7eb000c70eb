/** @file The lane index as a value. Addresses mostly use the lane counter as it is. */
import type { Emitter } from "./emitter.ts";
import type { Mode } from "./value.ts";

/** The lane index; in vector mode, those of four lanes. */
export function emitLane(e: Emitter, mode: Mode): void {
  const { f } = e;
  e.emitCounter();
  f.i32(2).op("i32.shr_u");
  if (mode === "vector")
    f.op("i32x4.splat")
      .get(e.vectorConstant([0, 1, 2, 3]))
      .op("i32x4.add");
}

export function emitLaneBytes(e: Emitter, bytes: number, mode: Mode): void {
  const { f } = e;
  e.emitCounter();
  if (bytes % 4 !== 0) f.i32(1).op("i32.shr_u");
  const factor = bytes % 4 === 0 ? bytes / 4 : bytes / 2;
  const shift = Math.log2(factor);
  if (Number.isInteger(shift)) {
    if (shift > 0) f.i32(shift).op("i32.shl");
  } else f.i32(factor).op("i32.mul");
  if (mode === "scalar") return;
  f.op("i32x4.splat")
    .get(e.vectorConstant([0, bytes, 2 * bytes, 3 * bytes]))
    .op("i32x4.add");
}
