/**
 * @file Kernels as text: canonical, so that it serves as cache key, and readable, so that `explain` shows it.
 */
import type { Expr, Kernel, LaneStmt, Memory, Stmt } from "./types.ts";

const memoryName = (memory: Memory): string => (memory.kind === "buffer" ? `b${memory.index}` : `s${memory.index}`);

/** One expression. Shared sub-expressions are printed where they occur. */
export function printExpr(e: Expr): string {
  switch (e.kind) {
    case "const":
      return Object.is(e.value, -0) ? "-0" : `${e.value}${e.dtype === "i32" ? "" : `:${e.dtype}`}`;
    case "var":
      return `v${e.id}`;
    case "param":
      return `p${e.index}`;
    case "op":
      return `${e.op}(${e.args.map(printExpr).join(", ")})`;
    case "cast":
      return `${e.bits ? "bits" : "cast"}<${e.dtype}>(${printExpr(e.arg)})`;
    case "load":
      return `${memoryName(e.memory)}${e.isGuarded ? "?" : ""}[${printExpr(e.index)}]`;
    default:
      return e satisfies never;
  }
}

function printStmt(s: Stmt | LaneStmt, indent: string): string {
  const block = (body: readonly (Stmt | LaneStmt)[]): string =>
    body.map((inner) => printStmt(inner, `${indent}  `)).join("");
  switch (s.kind) {
    case "let":
      return `${indent}${s.isMutable ? "var" : "let"} v${s.target.id}: ${s.target.dtype} = ${printExpr(s.value)}\n`;
    case "set":
      return `${indent}v${s.target.id} = ${printExpr(s.value)}\n`;
    case "store": {
      const condition = s.condition === undefined ? "" : ` if ${printExpr(s.condition)}`;
      return `${indent}${memoryName(s.memory)}${s.isGuarded ? "?" : ""}[${printExpr(s.index)}] = ${printExpr(s.value)}${condition}\n`;
    }
    case "loop":
      return `${indent}loop v${s.index.id} < ${printExpr(s.count)}\n${block(s.body)}`;
    case "if": {
      const otherwise = "otherwise" in s && s.otherwise.length > 0 ? `${indent}else\n${block(s.otherwise)}` : "";
      return `${indent}if ${printExpr(s.condition)}\n${block(s.body)}${otherwise}`;
    }
    case "lanes":
      return `${indent}lanes v${s.lane.id} < ${printExpr(s.count)}\n${block(s.body)}`;
    case "reduce": {
      const targets = s.accumulators.map((a) => `v${a.target.id} = ${a.op} ${printExpr(a.value)}`).join("; ");
      return `${indent}reduce v${s.lane.id} < ${printExpr(s.count)}: ${targets}\n${block(s.body)}`;
    }
    default:
      return s satisfies never;
  }
}

/** A whole kernel. */
export function printKernel(kernel: Omit<Kernel, "name" | "key">): string {
  const buffers = kernel.buffers.map((b) => `${b.access} b${b.index}: ${b.dtype}`);
  const params = kernel.params.map((p) => `p${p.index}: ${p.dtype}`);
  const shared = kernel.shared.map((s) => `shared s${s.index}: ${s.dtype}[${s.size}]`);
  const grid = kernel.grid.map((g) => `v${g.id}`).join(", ");
  const head = `kernel (${[...buffers, ...params, ...shared].join(", ")}) grid ${grid} lanes ${kernel.lanesHint}\n`;
  return head + kernel.body.map((s) => printStmt(s, "  ")).join("");
}
