/** @file Statements, for the program, for one lane, or for four. Those that kernels made from graphs seldom have are in
 * `emit-control.ts`. */
import type { LaneStmt, Stmt } from "@adjoint/core";
import { emitLanes } from "./emit-lanes.ts";
import { emitStore } from "./emit-store.ts";
import { type Emitter, writeOf } from "./emitter.ts";
import type { Mode, Value } from "./value.ts";

type StmtOf<K extends Stmt["kind"]> = Extract<Stmt | LaneStmt, { kind: K }>;

export function emitStatements(e: Emitter, body: readonly (Stmt | LaneStmt)[], mode: Mode): void {
  for (const s of body) emitStatement(e, s, mode);
}

function emitStatement(e: Emitter, s: Stmt | LaneStmt, mode: Mode): void {
  switch (s.kind) {
    case "let":
      emitLet(e, s, mode);
      break;
    case "store":
      emitStoreStatement(e, s, mode);
      break;
    case "set":
    case "loop":
    case "if":
      e.rare.emitControl(e, s, emitStatements, mode);
      break;
    case "lanes":
    case "reduce":
      emitLanes(e, s, emitStatements);
      break;
    default:
      s satisfies never;
  }
}

function emitLet(e: Emitter, { target, value, isMutable }: StmtOf<"let">, mode: Mode): void {
  const { lowering } = e.parts;
  if (lowering.isAliased(target)) return;
  const own = target.isUniform ? "scalar" : mode;
  const lowered = lowering.value(value);
  e.forget(new Set([target.id]));
  inStrands(e, own, [lowered], () => {
    if (!isMutable && lowered.kind !== "var") {
      e.bind(target, own, e.local(lowered, own));
      return;
    }
    const local = e.newLocal(target.dtype, own);
    e.emit(lowered, own);
    e.f.set(local);
    e.bind(target, own, local);
  });
}

/** Emits once, or for each vector of the body after what they need of the values. */
export function inStrands(e: Emitter, mode: Mode, values: readonly Value[], emit: () => void): void {
  if (mode === "scalar") {
    emit();
    return;
  }
  e.interleave(values);
  e.forEachStrand(emit);
}

function emitStoreStatement(e: Emitter, s: StmtOf<"store">, mode: Mode): void {
  const { lowering } = e.parts;
  const access = lowering.access(s.memory, s.index, s.isGuarded);
  const condition = s.condition === undefined ? undefined : lowering.value(s.condition);
  const value = lowering.stored(s.value, s.memory);
  inStrands(e, mode, condition === undefined ? [value] : [value, condition], () =>
    emitStore(e, access, value, condition, mode),
  );
  e.forget(writeOf(s.memory));
}
