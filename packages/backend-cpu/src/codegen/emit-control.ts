/** @file Assignments, serial loops and conditions. */
import type { LaneStmt, Stmt } from "@adjoint/core";
import { inStrands } from "./emit-statements.ts";
import { type Emitter, wasmTypeOf } from "./emitter.ts";
import { changesOf } from "./statements.ts";
import type { Mode } from "./value.ts";

type StmtOf<K extends Stmt["kind"]> = Extract<Stmt | LaneStmt, { kind: K }>;

/** Emits the statements of a body. */
type EmitBody = (e: Emitter, body: readonly (Stmt | LaneStmt)[], mode: Mode) => void;

export function emitControl(e: Emitter, s: StmtOf<"set" | "loop" | "if">, emitBody: EmitBody, mode: Mode): void {
  if (s.kind === "set") emitSet(e, s, mode);
  else if (s.kind === "loop") emitLoop(e, s, emitBody, mode);
  else emitIf(e, s, emitBody, mode);
}

function emitSet(e: Emitter, { target, value }: StmtOf<"set">, mode: Mode): void {
  const own = target.isUniform ? "scalar" : mode;
  const lowered = e.parts.lowering.value(value);
  inStrands(e, own, [lowered], () => {
    e.emit(lowered, own);
    e.f.set(e.bound(target, own));
  });
  e.forget(new Set([target.id]));
}

/** A serial loop. What does not change in it is computed before it, where it runs at all. */
function emitLoop(e: Emitter, s: StmtOf<"loop">, emitBody: EmitBody, mode: Mode): void {
  const { f } = e;
  const count = e.parts.lowering.value(s.count);
  if (count.kind === "const" && count.value <= 0) return;
  const limit = count.kind === "const" ? undefined : e.local(count, "scalar");
  const pushCount = (): void => {
    if (limit === undefined) e.emit(count, "scalar");
    else f.get(limit);
  };
  const changes = changesOf([s]);
  e.forget(changes);
  const index = f.local(wasmTypeOf("i32", "scalar"));
  const run = (): void => {
    f.i32(0).set(index);
    f.loop((again) => {
      e.nested({ changes }, () => {
        e.bind(s.index, "scalar", index);
        emitBody(e, s.body as readonly LaneStmt[], mode);
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

function emitIf(e: Emitter, s: StmtOf<"if">, emitBody: EmitBody, mode: Mode): void {
  e.emit(e.parts.lowering.value(s.condition), "scalar");
  const otherwise = "otherwise" in s && s.otherwise.length > 0 ? s.otherwise : undefined;
  e.if(
    () => emitBody(e, s.body as readonly LaneStmt[], mode),
    otherwise === undefined ? undefined : () => emitBody(e, otherwise, mode),
    { changes: changesOf([s]) },
  );
}
