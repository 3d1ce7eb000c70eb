/**
 * @file What seldom holds in a lane body, and chooses between values there: that a number of the program equals another (a
 * peak that is infinite, a row that is ignored), and that the lane is a certain one (the label's). Loops are emitted once
 * more as if it did not hold, without comparisons and choices. The arithmetic that is left is the same, to the bit.
 */
import type { Stmt } from "@adjoint/core";
import type { Emitter } from "./emitter.ts";
import type { Lowering } from "./lowering.ts";
import { expressionsOf, walk } from "./statements.ts";
import { countUses } from "./uses.ts";
import { type OpValue, operandsOf, type Value } from "./value.ts";

export type LanesStmt = Extract<Stmt, { kind: "lanes" | "reduce" }>;

/** The lane index equals a number of the program. */
export interface OneLane {
  readonly condition: Value;
  readonly index: Value;
}

export interface Seldom {
  /** Equalities that hold for all lanes or for none. */
  readonly whole: readonly Value[];
  readonly oneLane: OneLane | undefined;
}

/** The seldom conditions of a body that do not change while its lanes run. Of certain lanes, only one is found. */
export function seldomIn(lowering: Lowering, s: LanesStmt, changes: ReadonlySet<number>): Seldom {
  const isStable = (value: Value): boolean => ![...value.deps].some((dep) => changes.has(dep));
  const whole = new Set<Value>();
  let oneLane: OneLane | undefined;
  const consider = (condition: Value | undefined): void => {
    if (condition?.kind !== "op" || condition.op !== "eq") return;
    if (condition.isUniform && isStable(condition)) whole.add(condition);
    const index = condition.isUniform ? undefined : indexOf(lowering, condition);
    if (index !== undefined && isStable(index)) oneLane ??= { condition, index };
  };
  const seen = new Set<Value>();
  const visit = (value: Value): void => {
    if (value.isUniform || seen.has(value)) return;
    seen.add(value);
    if (value.kind === "op" && value.op === "where") consider(value.args[0]);
    if (value.kind === "cast" && !value.isBits) consider(value.arg);
    for (const operand of operandsOf(value)) visit(operand);
  };
  walk([s], (inner) => {
    for (const expr of expressionsOf(inner)) visit(lowering.value(expr));
  });
  return { whole: [...whole], oneLane };
}

/** What the lane index is compared with. */
function indexOf(lowering: Lowering, { args: [a, b] }: OpValue): Value | undefined {
  const isLane = (value: Value | undefined): boolean => value?.kind === "var" && lowering.isLane(value.variable);
  if (isLane(a) && b?.isUniform) return b;
  return isLane(b) && a?.isUniform ? a : undefined;
}

/** Emits a loop twice where conditions may hold for all of its lanes: for these, and for the usual case. */
export function emitUnlessWhole(
  e: Emitter,
  s: LanesStmt,
  { whole, oneLane }: Seldom,
  emit: (isUsual: boolean, oneLane?: OneLane) => void,
): void {
  if (whole.length === 0) {
    emit(true, oneLane);
    return;
  }
  whole.forEach((condition, i) => {
    e.emit(condition, "scalar");
    if (i > 0) e.f.op("i32.or");
  });
  e.if(
    () => emit(false),
    () => without(e, whole, s, () => emit(true, oneLane)),
  );
}

/** Emits the body for a group of lanes twice: with the certain lane among them, and without. */
export function emitUnlessLane(
  e: Emitter,
  { s, changes }: { readonly s: LanesStmt; readonly changes: ReadonlySet<number> },
  oneLane: OneLane | undefined,
  bytes: number,
  emit: (isUsual: boolean) => void,
): void {
  if (oneLane === undefined) {
    emit(true);
    return;
  }
  // An index far outside may wrap into the group, where the comparison then fails.
  e.f.get(e.local(oneLane.index, "scalar")).i32(2).op("i32.shl");
  e.emitCounter();
  e.f.op("i32.sub").i32(bytes).op("i32.lt_u");
  e.if(
    () => emit(false),
    () => without(e, [oneLane.condition], s, () => emit(true)),
    { changes },
  );
}

/** Emits what a statement comes to where conditions do not hold, and some operands are of usual size. */
export function without(
  e: Emitter,
  conditions: readonly Value[],
  s: LanesStmt,
  emit: () => void,
  near: readonly Value[] = [],
): void {
  const { lowering, uses } = e.parts;
  const counted = (): void => {
    countUses([s], lowering, uses);
    emit();
  };
  lowering.without(conditions, counted, near);
}
