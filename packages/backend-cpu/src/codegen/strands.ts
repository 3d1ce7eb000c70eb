/** @file How many vectors a lane body should handle side by side. */
import type { Expr, LaneStmt } from "@adjoint/core";
import type { Lowering } from "./lowering.ts";
import { expressionsOf, walk } from "./statements.ts";
import type { Value } from "./value.ts";
import { vectorSteps } from "./vector-steps.ts";

/**
 * Each operation of a chain waits for the one before, some 4 cycles, and a processor looks less far ahead than a formula is
 * long. Eight chains would fill it, but need more registers than there are: four were best for long bodies.
 */
const STRANDS = [
  { steps: 5, strands: 8 },
  { steps: 200, strands: 4 },
];

/** The number of strands for a body, whose lanes end in the given values. Fewer if there are fewer lanes. */
export function strandsFor(
  lowering: Lowering,
  body: readonly LaneStmt[],
  ends: readonly Expr[],
  known: number | undefined,
): number {
  const values: Value[] = ends.map((e) => lowering.value(e));
  walk(body, (s) => {
    const own = s.kind === "store" ? [s.value, ...(s.condition === undefined ? [] : [s.condition])] : expressionsOf(s);
    values.push(...own.map((e) => lowering.value(e)));
  });
  const steps = vectorSteps(values, (variable) => lowering.isLane(variable)).length + ends.length;
  let strands = STRANDS.find((row) => steps <= row.steps)?.strands ?? 1;
  while (known !== undefined && strands > 1 && strands * 4 > known) strands /= 2;
  return strands;
}
