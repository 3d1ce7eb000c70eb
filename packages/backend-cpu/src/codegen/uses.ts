/** @file How often the statements of a kernel use each value. */
import type { LaneStmt, Stmt } from "@adjoint/core";
import type { Lowering } from "./lowering.ts";
import { expressionsOf, walk } from "./statements.ts";
import { operandsOf, type Value } from "./value.ts";

/** Adds to how many places use each value, by id. Calls `onFirst` with values that were not known before. */
export function countUses(
  body: readonly (Stmt | LaneStmt)[],
  lowering: Lowering,
  uses: Map<number, number>,
  onFirst: (value: Value) => void = () => {},
): void {
  const visit = (value: Value): void => {
    const count = uses.get(value.id) ?? 0;
    uses.set(value.id, count + 1);
    if (count > 0) return;
    onFirst(value);
    for (const operand of operandsOf(value)) visit(operand);
  };
  walk(body, (s) => {
    // Addresses are split by the lane index around them.
    if (s.kind === "lanes" || s.kind === "reduce") lowering.enterLanes(s.lane);
    if (s.kind === "store") {
      visit(lowering.access(s.memory, s.index, s.isGuarded).address);
      visit(lowering.stored(s.value, s.memory));
      if (s.condition !== undefined) visit(lowering.value(s.condition));
    } else {
      for (const expr of expressionsOf(s)) visit(lowering.value(expr));
    }
  });
}
