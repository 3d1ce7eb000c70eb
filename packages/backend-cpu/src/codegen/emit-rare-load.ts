/** @file Loads that are guarded, or of four elements that are not adjacent: reversed, strided by lanes, and gathered. */
import type { DType } from "@adjoint/core";
import type { Local } from "../wasm/function-builder.ts";
import { SCALAR_LOADS } from "./emit-load.ts";
import type { Emitter } from "./emitter.ts";
import type { Access, Guard, Mode, Value } from "./value.ts";

export function emitRareLoad(e: Emitter, access: Access, mode: Mode): void {
  if (mode === "vector") {
    emitVectorLoad(e, access);
    if (access.storage === "bool") e.f.op("i32x4.neg");
  } else if (access.guard !== undefined) emitGuardedScalar(e, access, access.guard);
}

/** Where the index lies outside, 0 is loaded. */
function emitGuardedScalar(e: Emitter, { storage, address }: Access, guard: Guard): void {
  const op = SCALAR_LOADS[storage];
  const type = storage === "f32" || storage === "f64" ? storage : "i32";
  e.emit(guard.isInside, "scalar");
  e.if(
    () => {
      e.emit(address, "scalar");
      e.f.memory(op);
    },
    () => (type === "i32" ? e.f.i32(0) : type === "f32" ? e.f.f32(0) : e.f.f64(0)),
    { result: type, isRare: true },
  );
}

function emitVectorLoad(e: Emitter, access: Access): void {
  const { address, stride, guard, storage } = access;
  if (guard === undefined) {
    if (stride === 1) emitContiguous(e, address, storage);
    else if (stride === -1 && storage !== "f16") emitReversed(e, address);
    else if (stride === undefined) emitGather(e, address, storage);
    else emitStrided(e, address, storage, stride);
    return;
  }
  const checked = (): void => {
    emitGather(e, guard.safeAddress, storage);
    e.emit(guard.isInside, "vector");
    e.f.op("v128.and");
  };
  if (stride !== 1) {
    checked();
    return;
  }
  e.emit(guard.areFourInside, "scalar");
  e.if(() => emitContiguous(e, address, storage), checked, { result: "v128", isRare: true });
}

function emitContiguous(e: Emitter, address: Value, storage: DType): void {
  e.emit(address, "scalar");
  e.f.memory(storage === "f16" ? "v128.load16x4_u" : "v128.load");
}

/** Four elements that end at the address, in opposite order. */
function emitReversed(e: Emitter, address: Value): void {
  e.emit(address, "scalar");
  e.f.i32(12).op("i32.sub").memory("v128.load");
  const loaded = e.f.local("v128");
  e.f.tee(loaded).get(loaded).shuffleWords([3, 2, 1, 0]);
}

/** Four elements at equal distances. */
function emitStrided(e: Emitter, address: Value, storage: DType, stride: number): void {
  const first = e.local(address, "scalar");
  const step = stride * (storage === "f16" ? 2 : 4);
  emitLanes(e, storage, (lane) => {
    e.f.get(first);
    if (step < 0 && lane > 0) e.f.i32(step * lane).op("i32.add");
    return step < 0 ? 0 : step * lane;
  });
}

/** Four elements at addresses of their own. */
function emitGather(e: Emitter, address: Value, storage: DType): void {
  const addresses: Local = e.local(address, "vector");
  emitLanes(e, storage, (lane) => {
    e.f.get(addresses).lane("i32x4.extract_lane", lane);
    return 0;
  });
}

/** Loads lane by lane. `pushAddress` leaves an address and returns an offset from it. */
function emitLanes(e: Emitter, storage: DType, pushAddress: (lane: number) => number): void {
  const isHalf = storage === "f16";
  const offsets: number[] = [];
  for (let lane = 3; lane >= 0; lane--) offsets[lane] = pushAddress(lane);
  if (isHalf) e.f.get(e.vectorConstant([0, 0, 0, 0])).memoryLane("v128.load16_lane", 0, offsets[0]);
  else e.f.memory("v128.load32_zero", offsets[0]);
  for (let lane = 1; lane < 4; lane++) {
    if (isHalf) e.f.memoryLane("v128.load16_lane", 2 * lane, offsets[lane]);
    else e.f.memoryLane("v128.load32_lane", lane, offsets[lane]);
  }
}
