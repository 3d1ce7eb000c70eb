/** @file What the code generator asks of statements: their expressions, their effects, and how deeply variables nest. */
import type { Expr, Kernel, LaneStmt, Stmt } from "@adjoint/core";
import { memoryKey } from "./value.ts";

type AnyStmt = Stmt | LaneStmt;

/** The bodies inside a statement. */
export function bodiesOf(s: AnyStmt): readonly (readonly AnyStmt[])[] {
  switch (s.kind) {
    case "loop":
    case "lanes":
    case "reduce":
      return [s.body];
    case "if":
      return "otherwise" in s ? [s.body, s.otherwise] : [s.body];
    default:
      return [];
  }
}

/** The expressions of a statement itself, in the order of their evaluation. */
export function expressionsOf(s: AnyStmt): readonly Expr[] {
  switch (s.kind) {
    case "let":
    case "set":
      return [s.value];
    case "store":
      return s.condition === undefined ? [s.index, s.value] : [s.index, s.value, s.condition];
    case "loop":
    case "lanes":
      return [s.count];
    case "if":
      return [s.condition];
    case "reduce":
      return [s.count, ...s.accumulators.map((a) => a.value)];
    default:
      return s satisfies never;
  }
}

/** Calls `visit` for each statement, outer ones first, with the number of statements around it. */
export function walk(body: readonly AnyStmt[], visit: (s: AnyStmt, depth: number) => void, depth = 0): void {
  for (const s of body) {
    visit(s, depth);
    for (const inner of bodiesOf(s)) walk(inner, visit, depth + 1);
  }
}

/** Variables that statements declare or set (by id), and memories they write (by key): what a repetition may change. */
export function changesOf(body: readonly AnyStmt[]): Set<number> {
  const changes = new Set<number>();
  walk(body, (s) => {
    if (s.kind === "let" || s.kind === "set") changes.add(s.target.id);
    if (s.kind === "store") changes.add(memoryKey(s.memory));
    if (s.kind === "loop") changes.add(s.index.id);
    if (s.kind === "lanes" || s.kind === "reduce") changes.add(s.lane.id);
    if (s.kind === "reduce") for (const { target } of s.accumulators) changes.add(target.id);
  });
  return changes;
}

/** How many statements surround the declaration of each variable, the program itself counting as one. */
export function variableDepths(kernel: Kernel): Map<number, number> {
  const depths = new Map<number, number>(kernel.grid.map((index) => [index.id, 1]));
  walk(kernel.body, (s, depth) => {
    if (s.kind === "let") depths.set(s.target.id, depth + 1);
    if (s.kind === "loop") depths.set(s.index.id, depth + 2);
    if (s.kind === "lanes" || s.kind === "reduce") depths.set(s.lane.id, depth + 2);
    if (s.kind === "reduce") for (const { target } of s.accumulators) depths.set(target.id, depth + 1);
  });
  return depths;
}
