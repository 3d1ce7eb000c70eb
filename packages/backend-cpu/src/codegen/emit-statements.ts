/** @file Statements: declarations, stores, loops and conditions, for the program, for one lane, or for four. */
import type { LaneStmt, Stmt } from "@adjoint/core";
import { emitLanes } from "./emit-lanes.ts";
import { emitStore } from "./emit-store.ts";
import { type Emitter, wasmTypeOf, writeOf } from "./emitter.ts";
import { changesOf } from "./statements.ts";
import type { Mode } from "./value.ts";

type StmtOf<K extends Stmt["kind"]> = Extract<Stmt | LaneStmt, { kind: K }>;

export function emitStatements(e: Emitter, body: readonly (Stmt | LaneStmt)[], mode: Mode): void {
  for (const s of body) emitStatement(e, s, mode);
}

function emitStatement(e: Emitter, s: Stmt | LaneStmt, mode: Mode): void {
  switch (s.kind) {
    case "let":
      emitLet(e, s, mode);
      break;
    case "set":
      emitSet(e, s, mode);
      break;
    case "store":
      emitStoreStatement(e, s, mode);
      break;
    case "loop":
      emitLoop(e, s, mode);
      break;
    case "if":
      emitIf(e, s, mode);
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
  e.scope.forget(new Set([target.id]));
  if (!isMutable && lowered.kind !== "var") {
    e.bind(target, own, e.local(lowered, own));
    return;
  }
  const local = e.newLocal(target.dtype, own);
  e.emit(lowered, own);
  e.f.set(local);
  e.bind(target, own, local);
}

function emitSet(e: Emitter, { target, value }: StmtOf<"set">, mode: Mode): void {
  const own = target.isUniform ? "scalar" : mode;
  e.emit(e.parts.lowering.value(value), own);
  e.f.set(e.bound(target, own));
  e.scope.forget(new Set([target.id]));
}

function emitStoreStatement(e: Emitter, s: StmtOf<"store">, mode: Mode): void {
  const { lowering } = e.parts;
  const access = lowering.access(s.memory, s.index, s.isGuarded);
  const condition = s.condition === undefined ? undefined : lowering.value(s.condition);
  emitStore(e, access, lowering.stored(s.value, s.memory), condition, mode);
  e.scope.forget(writeOf(s.memory));
}

/** A serial loop. What does not change in it is computed before it, where it runs at all. */
function emitLoop(e: Emitter, s: StmtOf<"loop">, mode: Mode): void {
  const { f } = e;
  const count = e.parts.lowering.value(s.count);
  if (count.kind === "const" && count.value <= 0) return;
  const limit = count.kind === "const" ? undefined : e.local(count, "scalar");
  const pushCount = (): void => {
    if (limit === undefined) e.emit(count, "scalar");
    else f.get(limit);
  };
  const changes = changesOf([s]);
  e.scope.forget(changes);
  const index = f.local(wasmTypeOf("i32", "scalar"));
  const run = (): void => {
    f.i32(0).set(index);
    f.loop((again) => {
      e.nested({ changes }, () => {
        e.bind(s.index, "scalar", index);
        emitStatements(e, s.body as readonly LaneStmt[], mode);
        f.get(index).i32(1).op("i32.add").tee(index);
        pushCount();
        f.op("i32.lt_s").brIf(again);
      });
    });
  };
  if (limit === undefined) {
    run();
    return;
  }
  f.i32(0).get(limit).op("i32.lt_s");
  e.if(run);
}

function emitIf(e: Emitter, s: StmtOf<"if">, mode: Mode): void {
  e.emit(e.parts.lowering.value(s.condition), "scalar");
  const otherwise = "otherwise" in s && s.otherwise.length > 0 ? s.otherwise : undefined;
  e.if(
    () => emitStatements(e, s.body as readonly LaneStmt[], mode),
    otherwise === undefined ? undefined : () => emitStatements(e, otherwise, mode),
    { changes: changesOf([s]) },
  );
}
