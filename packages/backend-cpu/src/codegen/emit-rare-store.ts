/** @file Stores on conditions, or of four elements that are not adjacent. Where lanes may drop theirs, four are stored at once if none of them does. */
import type { DType } from "@adjoint/core";
import type { Local } from "../wasm/function-builder.ts";
import { SCALAR_STORES } from "./emit-store.ts";
import { type Emitter, wasmTypeOf } from "./emitter.ts";
import type { Access, Mode, Value } from "./value.ts";

export function emitRareStore(
  e: Emitter,
  access: Access,
  value: Value,
  condition: Value | undefined,
  mode: Mode,
): void {
  if (mode === "vector") emitVectorStore(e, access, value, condition);
  else emitScalarStore(e, access, value, conditionsOf(access, condition));
}

function conditionsOf({ guard }: Access, condition: Value | undefined): readonly Value[] {
  return [guard?.isInside, condition].filter((c) => c !== undefined);
}

function emitScalarStore(e: Emitter, access: Access, value: Value, conditions: readonly Value[]): void {
  emitAll(e, conditions, "scalar");
  e.if(() => {
    e.emit(access.address, "scalar");
    e.emit(value, "scalar");
    e.f.memory(SCALAR_STORES[access.storage]);
  });
}

function emitAll(e: Emitter, conditions: readonly Value[], mode: Mode): void {
  conditions.forEach((condition, i) => {
    e.emit(condition, mode);
    if (i > 0) e.f.op(mode === "vector" ? "v128.and" : "i32.and");
  });
}

function emitVectorStore(e: Emitter, access: Access, value: Value, condition: Value | undefined): void {
  const { f } = e;
  const conditions = conditionsOf(access, condition);
  const isContiguous = access.stride === 1;
  if (conditions.length === 0) {
    if (isContiguous) emitContiguous(e, access, () => emitStored(e, value, access.storage));
    else emitLanes(e, access, storedLocal(e, value, access.storage), undefined);
    return;
  }
  const stored = storedLocal(e, value, access.storage);
  const store = (): void => emitContiguous(e, access, () => f.get(stored));
  const storeMasked = (): void => emitLanes(e, access, stored, maskLocal(e, conditions));
  if (!isContiguous) {
    storeMasked();
  } else if (condition === undefined && access.guard !== undefined) {
    e.emit(access.guard.areFourInside, "scalar");
    e.if(store, storeMasked, { isRare: true });
  } else {
    const mask = maskLocal(e, conditions);
    f.get(mask).op("i32x4.all_true");
    e.if(store, () => emitLanes(e, access, stored, mask));
  }
}

/** A local in which the lanes that store have all bits set. */
function maskLocal(e: Emitter, conditions: readonly Value[]): Local {
  const mask = e.f.local(wasmTypeOf("bool", "vector"));
  emitAll(e, conditions, "vector");
  e.f.set(mask);
  return mask;
}

/** Pushes the bits that go to memory: a bool as 0 or 1, f16 in the low half of the vector. */
function emitStored(e: Emitter, value: Value, storage: DType): void {
  e.emit(value, "vector");
  if (storage === "bool") e.f.op("i32x4.neg");
}

function storedLocal(e: Emitter, value: Value, storage: DType): Local {
  if (storage !== "bool") return e.local(value, "vector");
  const local = e.f.local("v128");
  emitStored(e, value, storage);
  e.f.set(local);
  return local;
}

function emitContiguous(e: Emitter, { address, storage }: Access, pushValue: () => void): void {
  e.emit(address, "scalar");
  pushValue();
  if (storage !== "f16") {
    e.f.memory("v128.store");
    return;
  }
  const wide = e.f.local("v128");
  e.f.tee(wide).get(wide).op("i16x8.narrow_i32x4_u").memoryLane("v128.store64_lane", 0);
}

/** Stores lane by lane, those that the mask names. */
function emitLanes(e: Emitter, access: Access, stored: Local, mask: Local | undefined): void {
  const { f } = e;
  const isHalf = access.storage === "f16";
  const pushAddress = laneAddresses(e, access, mask === undefined);
  const store = (lane: number): void => {
    const offset = pushAddress(lane);
    f.get(stored);
    if (isHalf) f.memoryLane("v128.store16_lane", 2 * lane, offset);
    else f.memoryLane("v128.store32_lane", lane, offset);
  };
  for (let lane = 0; lane < 4; lane++) {
    if (mask === undefined) store(lane);
    else {
      f.get(mask).lane("i32x4.extract_lane", lane);
      f.if(() => store(lane));
    }
  }
}

/** A function that pushes the address of a lane and returns an offset from it. */
function laneAddresses(e: Emitter, { address, stride, storage }: Access, isCertain: boolean): (lane: number) => number {
  const step = stride === undefined ? undefined : stride * (storage === "f16" ? 2 : 4);
  if (step === undefined) {
    const addresses = e.local(address, "vector");
    return (lane) => {
      e.f.get(addresses).lane("i32x4.extract_lane", lane);
      return 0;
    };
  }
  const first = e.local(address, "scalar");
  // Where the first lane may drop its store, its address may have wrapped around, and an offset would not wrap back.
  const canUseOffset = step >= 0 && isCertain;
  return (lane) => {
    e.f.get(first);
    if (!canUseOffset && lane > 0) e.f.i32(step * lane).op("i32.add");
    return canUseOffset ? step * lane : 0;
  };
}
