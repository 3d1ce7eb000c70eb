/**
 * @file Operands of usual size. Some formulas are shorter for these, with the same bits; the body for a group of vectors is
 * emitted once more with such formulas, and one test of all the group's operands, as integers, decides.
 */
import type { Expr, LaneStmt } from "@adjoint/core";
import { wordOf } from "./emit-constant.ts";
import type { Emitter } from "./emitter.ts";
import type { Lowering } from "./lowering.ts";
import { type LanesStmt, without } from "./seldom.ts";
import { changesOf, expressionsOf } from "./statements.ts";
import { type Mode, operandsOf, type Value } from "./value.ts";

/** Where the statements start that have the shorter formulas, with the operands to test before. */
interface Near {
  readonly at: number;
  readonly operands: readonly Value[];
  /** The largest size for which all formulas serve. */
  readonly limit: number;
}

/** What is read of a lane statement and its loops. */
interface NearBlock {
  readonly s: LanesStmt;
  readonly changes: ReadonlySet<number>;
  readonly emitStatements: (e: Emitter, body: readonly LaneStmt[], mode: Mode) => void;
}

/** All bits but the sign. */
const SIZE_BITS = 0x7fffffff;

/**
 * What is to be tested in a body, whose lanes end in some values. Operands stay out that the statements after the test make,
 * and those that have such a formula inside: they would be computed twice.
 */
function nearIn(lowering: Lowering, body: readonly LaneStmt[], ends: readonly Expr[]): Near | undefined {
  if (body.some(({ kind }) => kind !== "let" && kind !== "store")) return undefined;
  const limits = new Map<Value, number>();
  /** Whether values have a shorter form. */
  const seen = new Map<Value, boolean>();
  let stale: ReadonlySet<number> = new Set();
  const visit = (value: Value): boolean => {
    const known = value.isUniform ? false : seen.get(value);
    if (known !== undefined) return known;
    const isInside = operandsOf(value).map(visit).includes(true);
    const [operand] = operandsOf(value);
    const near = value.kind === "op" ? lowering.nearFormula(value.op, operand) : undefined;
    const isStable = operand !== undefined && ![...operand.deps].some((dep) => stale.has(dep));
    const isTested = near !== undefined && isStable && !isInside;
    if (isTested) limits.set(operand, Math.min(near.limit, limits.get(operand) ?? near.limit));
    seen.set(value, isInside || isTested);
    return isInside || isTested;
  };
  let at = body.length;
  body.forEach((s, i) => {
    if (limits.size === 0) stale = changesOf(body.slice(i));
    for (const expr of expressionsOf(s)) visit(lowering.value(expr));
    if (limits.size > 0) at = Math.min(at, i);
  });
  if (limits.size === 0) stale = new Set();
  for (const expr of ends) visit(lowering.value(expr));
  return limits.size === 0 ? undefined : { at, operands: [...limits.keys()], limit: Math.min(...limits.values()) };
}

/** Emits the body for a group of vectors, from where it helps on in two forms: for operands of any size, and of usual size. */
export function emitUnlessFar(
  e: Emitter,
  { s, changes, emitStatements }: NearBlock,
  ends: readonly Expr[],
  emitGroup: (body?: readonly LaneStmt[]) => void,
): void {
  const near = nearIn(e.parts.lowering, s.body, ends);
  if (near === undefined) {
    emitGroup();
    return;
  }
  const { at, operands, limit } = near;
  emitStatements(e, s.body.slice(0, at), "vector");
  pushIsFar(e, operands, limit);
  const emit = (): void => emitGroup(s.body.slice(at));
  e.if(emit, () => without(e, [], s, emit, operands), { changes });
}

/** Pushes whether an operand of any strand is larger than the limit, or NaN: bits of floats are in order, as integers. */
function pushIsFar(e: Emitter, operands: readonly Value[], limit: number): void {
  const { f } = e;
  const splat = (word: number) => e.vectorConstant([word, word, word, word]);
  e.interleave(operands);
  let count = 0;
  e.forEachStrand(() => {
    for (const operand of operands) {
      f.get(e.local(operand, "vector")).get(splat(SIZE_BITS)).op("v128.and");
      if (count++ > 0) f.op("i32x4.max_s");
    }
  });
  f.get(splat(wordOf(limit, "f32")))
    .op("i32x4.gt_s")
    .op("v128.any_true");
}
