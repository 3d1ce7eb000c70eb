/** @file What runs for one lane, as WGSL. */
import type { LaneStmt, Var } from "@adjoint/core";
import type { BodyWriter } from "./body.ts";
import type { MemoryTexts } from "./memory.ts";

export function writeLaneStatement(stmt: LaneStmt, out: BodyWriter, memory: MemoryTexts): void {
  switch (stmt.kind) {
    case "let":
      out.line(`${stmt.isMutable ? "var" : "let"} v${stmt.target.id} = ${out.value(stmt.value)};`);
      return;
    case "set":
      out.line(`v${stmt.target.id} = ${out.value(stmt.value)};`);
      return;
    case "store":
      writeStore(stmt, out, memory);
      return;
    case "loop":
      writeLoop(stmt.index, out.value(stmt.count), stmt.body, out, (inner, body) =>
        writeLaneStatement(inner, body, memory),
      );
      return;
    case "if": {
      out.line(`if (${out.value(stmt.condition)}) {`);
      const body = out.nested();
      for (const inner of stmt.body) writeLaneStatement(inner, body, memory);
      out.text += body.text;
      out.line("}");
      return;
    }
    default:
      stmt satisfies never;
  }
}

export function writeLoop<S>(
  index: Var,
  count: string,
  stmts: readonly S[],
  out: BodyWriter,
  render: (stmt: S, body: BodyWriter) => void,
): void {
  const i = `v${index.id}`;
  out.line(`for (var ${i} = 0; ${i} < ${count}; ${i}++) {`);
  const body = out.nested();
  for (const stmt of stmts) render(stmt, body);
  out.text += body.text;
  out.line("}");
}

export function writeStore(
  { memory: to, index: at, value: stored, isGuarded, condition }: Extract<LaneStmt, { kind: "store" }>,
  out: BodyWriter,
  memory: MemoryTexts,
): void {
  const index = out.value(at);
  const conditions: string[] = [];
  if (isGuarded) conditions.push(`${index} >= 0`, `${index} < ${memory.length(to)}`);
  if (condition !== undefined) conditions.push(out.value(condition));
  const value = out.value(stored);
  const assignment = memory.store(to, index, value);
  out.line(conditions.length === 0 ? assignment : `if (${conditions.join(" && ")}) { ${assignment} }`);
}
