/** @file What runs for one lane, or for four, as WGSL. */
import type { Expr, LaneStmt, Var } from "@adjoint/core";
import type { BodyWriter } from "./body.ts";
import type { MemoryTexts } from "./memory.ts";

export function writeLaneStatement(stmt: LaneStmt, out: BodyWriter, memory: MemoryTexts): void {
  switch (stmt.kind) {
    case "let":
      out.declare(stmt.target, stmt.value, stmt.isMutable);
      return;
    case "set":
      out.line(`v${stmt.target.id} = ${out.value(stmt.value)};`);
      out.forget();
      return;
    case "store":
      writeStore(stmt, out, memory);
      return;
    case "loop":
      writeLoop(stmt.index, out.value(stmt.count), out, (body) => writeLaneStatements(stmt.body, body, memory));
      return;
    case "if": {
      out.line(`if (${out.value(stmt.condition)}) {`);
      const body = out.nested();
      writeLaneStatements(stmt.body, body, memory);
      out.text += body.text;
      out.line("}");
      return;
    }
    default:
      stmt satisfies never;
  }
}

/** The statements of a block that is only begun, and values that it computes beside them. */
export function writeLaneStatements(
  stmts: readonly LaneStmt[],
  out: BodyWriter,
  memory: MemoryTexts,
  values: readonly Expr[] = [],
): void {
  out.expect(stmts, values);
  for (const stmt of stmts) writeLaneStatement(stmt, out, memory);
}

/** A loop of a lane. */
function writeLoop(index: Var, count: string, out: BodyWriter, fill: (body: BodyWriter) => void): void {
  const body = out.loopBody(index);
  fill(body);
  const i = `v${index.id}`;
  out.line(`for (var ${i} = 0; ${i} < ${count}; ${i}++) {`);
  out.text += body.text;
  out.line("}");
}

export function writeStore(
  { memory: to, index: at, value: stored, isGuarded, condition }: Extract<LaneStmt, { kind: "store" }>,
  out: BodyWriter,
  memory: MemoryTexts,
): void {
  if (memory.isVector(to)) {
    const value = out.laneValue(stored);
    out.line(memory.storeVector(to, out.place(at) ?? "", value));
    out.forget();
    return;
  }
  const index = out.value(at);
  const conditions: string[] = [];
  if (isGuarded) conditions.push(`${index} >= 0`, `${index} < ${memory.length(to)}`);
  if (condition !== undefined) conditions.push(out.value(condition));
  const value = out.value(stored);
  const assignment = memory.store(to, index, value);
  out.line(conditions.length === 0 ? assignment : `if (${conditions.join(" && ")}) { ${assignment} }`);
  out.forget();
}
