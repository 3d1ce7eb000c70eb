/**
 * @file How a recurrence is laid out: its extents, and how programs of a kernel divide its sequences.
 *
 * A program takes one direction of one small group of sequences through all of time. Its lanes are hidden units. Each
 * weight that a lane loads serves the whole group, so that a group of four needs 7 loads for 12 multiply-adds, not 4 for 3.
 */
import { type Expr, type KernelBuilder, k, type ScalarParam, type Var } from "@adjoint/core";
import type { Cell } from "./cells.ts";

/** The types a recurrence may be computed in. */
export type RealType = "f32" | "f64";

/** Extents of a recurrence. */
export interface Extents {
  /** N, sequences. */
  readonly batch: number;
  /** T, steps. */
  readonly steps: number;
  /** D, 1 or 2: the second direction runs backwards in time, where there is one. */
  readonly directions: 1 | 2;
  /** True if the first direction runs backwards in time. */
  readonly isReversed: boolean;
  /** H, hidden units. */
  readonly hidden: number;
}

/** Most accumulators of a lane: with them, a row of weights and a value, registers of four lanes are used up. */
const MAX_ACCUMULATORS = 12;

/** Fewer programs leave processors without work. */
const MIN_PROGRAMS = 8;

/** Bytes of shared memory that every backend grants. */
const MAX_SHARED_BYTES = 16 * 1024;

/**
 * Sequences of one program: the most that registers hold, unless there are then too few programs or too little shared memory.
 * undefined if even one sequence does not fit. The results do not depend on it.
 */
export function groupSize(cell: Cell, extents: Extents, dtype: RealType): number | undefined {
  const { batch, directions, hidden } = extents;
  const unitBytes = Math.max(2 + cell.states - 1, cell.gates + cell.states) * (dtype === "f64" ? 8 : 4);
  const fits = [8, 4, 2, 1].filter((size) => size * hidden * unitBytes <= MAX_SHARED_BYTES);
  const isBusy = (size: number): boolean => Math.ceil(batch / size) * directions >= MIN_PROGRAMS;
  return fits.find((size) => size * cell.gates <= MAX_ACCUMULATORS && isBusy(size)) ?? fits.at(-1);
}

/** Extents of the grid of a recurrence. */
export function gridOf(extents: Extents, group: number): readonly [directions: number, groups: number] {
  return [extents.directions, Math.ceil(extents.batch / group)];
}

/** What every kernel of a recurrence starts with. */
export interface Position {
  /** The direction, a grid index. */
  readonly direction: Var;
  /** The sequences of the group. Beyond the batch, the last sequence is computed again, with the same result. */
  readonly sequences: readonly Expr[];
  readonly batch: ScalarParam;
  readonly steps: ScalarParam;
  /** Point in time of a step, in the order of the recurrence. */
  readonly timeOf: (step: Expr) => Expr;
}

/** The parameters that `declarePosition` expects at launch. */
export function positionParams(extents: Extents): readonly number[] {
  return [extents.batch, extents.steps, extents.isReversed ? 0 : 1];
}

/** Declares the grid and the parameters, and finds the sequences of the program. */
export function declarePosition(b: KernelBuilder, group: number): Position {
  const direction = b.gridIndex("direction");
  const groupIndex = b.gridIndex("group");
  const batch = b.param("batch", "i32");
  const steps = b.param("steps", "i32");
  const firstReversed = b.param("firstReversed", "i32");
  const isReversed = k.le(firstReversed, direction);
  const start = b.let("start", k.where(isReversed, k.sub(steps, 1), k.constant(0, "i32")));
  const stride = b.let("stride", k.where(isReversed, k.constant(-1, "i32"), k.constant(1, "i32")));
  const sequences = Array.from({ length: group }, (_, i) =>
    b.let("sequence", k.min(k.sum(k.mul(groupIndex, group), i), k.sub(batch, 1))),
  );
  return { direction, sequences, batch, steps, timeOf: (step) => k.add(start, k.mul(step, stride)) };
}
