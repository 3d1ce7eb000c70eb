/**
 * @file The steps of the second CTC kernel: where paths begin, how they go on from frame to frame, and what they sum to.
 *
 * A state holds the weight of all ways to reach it, without the probability of its own frame; so one step serves both
 * directions. Blanks and labels are two rows, and going backward only swaps which neighbour of a blank a label is.
 */
import { type BufferParam, type Expr, type KernelBuilder, k } from "@adjoint/core";
import { type Emissions, nameParts } from "./emissions.ts";
import {
  addExtended,
  type ExtendedFloat,
  LOWEST,
  logarithm,
  multiply,
  NEGLIGIBLE,
  normalise,
  STEPS_PER_NORMALISATION,
  select,
} from "./extended-float.ts";
import type { CtcInput } from "./problem.ts";
import type { SharedRows, StateKind, StateRow } from "./state-rows.ts";

/** What the steps need of the kernel. */
export interface Paths {
  readonly b: KernelBuilder;
  readonly labels: BufferParam;
  /** Where the labels of the sequence begin. */
  readonly target: Expr;
  readonly frameCount: Expr;
  readonly labelCount: Expr;
  /** The frames in memory: from `begin` to before `end`. */
  readonly begin: Expr;
  readonly end: Expr;
  readonly input: CtcInput;
  /** 0 or 1, and whether it is 0. */
  readonly direction: Expr;
  readonly isForward: Expr;
  /** Rows in shared memory; undefined where the stored ones have to serve. */
  readonly shared: SharedRows | undefined;
  emissions(frame: Expr): Emissions;
  storedRow(frame: Expr): StateRow;
}

const ZERO: ExtendedFloat = { mantissa: k.constant(0, "f32"), exponent: k.constant(LOWEST, "i32") };
const ONE: ExtendedFloat = { mantissa: k.constant(1, "f32"), exponent: k.constant(0, "i32") };

/** True if a path may go from label u − 1 to label u without a blank. */
function isSkip({ b, labels, target, labelCount }: Paths, u: Expr): Expr {
  const label = b.load(labels, k.add(target, u), true);
  const before = b.load(labels, k.sub(k.add(target, u), 1), true);
  return k.and(k.and(k.lt(0, u), k.lt(u, labelCount)), k.ne(label, before));
}

/** The rows of a window's first frame: the stored one, and both of shared memory. */
function firstRows(paths: Paths): readonly StateRow[] {
  const { b, isForward, begin, end, shared } = paths;
  const stored = paths.storedRow(b.let("first", k.where(isForward, begin, k.sub(end, 1))));
  return shared === undefined ? [stored] : [stored, ...[0, 1].map((i) => shared.row(b, k.constant(i, "i32")))];
}

/** Notes in shared memory, where there is any, whether a path may come to a label without a blank. */
function storeSkip(paths: Paths, position: Expr): void {
  const { b, shared } = paths;
  if (shared !== undefined) b.store(shared.skips, position, k.where(isSkip(paths, position), k.constant(1, "i32"), 0));
}

/** Takes the states of a window's first frame from a row that was written on leaving the window before. */
export function enterPaths(paths: Paths, entry: StateRow): void {
  const { b, labelCount } = paths;
  const rows = firstRows(paths);
  b.lanes(k.add(labelCount, 2), (position) => {
    storeSkip(paths, position);
    // Of the outer positions nothing is ever written but in the first frame: they are zero.
    const isBlank = k.le(position, labelCount);
    const isLabel = k.and(k.lt(0, position), isBlank);
    for (const [kind, isState] of [
      ["blank", isBlank],
      ["label", isLabel],
    ] as const) {
      const known = nameParts(b, kind, normalise(nameParts(b, `${kind}Entered`, entry.load(kind, position))));
      const value = select(isState, known, ZERO);
      for (const row of rows) row.store(kind, position, value);
    }
  });
}

/** The states of the first frame: the first blank and the first label; backward, the last ones. */
export function beginPaths(paths: Paths): void {
  const { b, labelCount, isForward } = paths;
  const rows = firstRows(paths);
  const starts: readonly (readonly [StateKind, Expr])[] = [
    ["blank", b.let("firstBlank", k.where(isForward, 0, labelCount))],
    ["label", b.let("firstLabel", k.where(isForward, 1, labelCount))],
  ];
  b.lanes(k.add(labelCount, 2), (position) => {
    storeSkip(paths, position);
    for (const [kind, start] of starts) {
      const isStart = b.let("isStart", k.eq(position, start));
      for (const row of rows) row.store(kind, position, select(isStart, ONE, ZERO));
    }
  });
}

/** One step: from the states of the frame `before` to those next to it, which go to `stored`. Steps of a window count from 1. */
export function advancePaths(paths: Paths, step: Expr, before: Expr, stored: StateRow): void {
  const { b, direction, labelCount, isForward, shared } = paths;
  const emissions = paths.emissions(before);
  const blankEmission = nameParts(b, "blankEmission", emissions.blank);
  const from = shared?.row(b, k.and(k.sub(step, 1), 1)) ?? paths.storedRow(before);
  const working = shared?.row(b, k.and(step, 1)) ?? stored;
  const blanks = b.let("blanks", k.add(labelCount, 1));
  // Only one of the two zero positions is written below; the other would stay undefined in a fresh row.
  if (shared === undefined) stored.store("label", k.where(isForward, 0, blanks), ZERO);
  b.lanes(blanks, (u) => {
    const labelAt = (as: string, position: Expr): ExtendedFloat =>
      nameParts(b, as, multiply(from.load("label", position), emissions.label(position)));
    const own = b.let("own", k.sub(k.add(u, 1), direction));
    const blank = nameParts(b, "blank", multiply(from.load("blank", u), blankEmission));
    const neighbour = labelAt("neighbour", k.add(u, direction));
    const both = nameParts(b, "both", addExtended(blank, neighbour));
    const maySkip = b.let("maySkip", shared === undefined ? isSkip(paths, u) : k.ne(b.load(shared.skips, u), 0));
    const arriving = nameParts(b, "arriving", select(maySkip, both, blank));
    const newBlank = nameParts(b, "newBlank", aboveLowest(both));
    const newLabel = nameParts(b, "newLabel", aboveLowest(addExtended(arriving, labelAt("label", own))));
    for (const row of working === stored ? [stored] : [stored, working]) {
      row.store("blank", u, newBlank);
      row.store("label", own, newLabel);
    }
  });
  b.if(k.eq(k.mod(step, STEPS_PER_NORMALISATION), 0), () => normaliseRow(paths, working));
}

const aboveLowest = (x: ExtendedFloat): ExtendedFloat => ({ ...x, exponent: k.max(x.exponent, LOWEST) });

function normaliseRow({ b, labelCount }: Paths, row: StateRow): void {
  b.lanes(k.add(labelCount, 2), (position) => {
    for (const kind of ["blank", "label"] as const) {
      row.store(kind, position, normalise(nameParts(b, kind, row.load(kind, position))));
    }
  });
}

/** −log of the weight of all paths, from the last frame of the forward direction; and whether there is none. */
export function sumPaths(paths: Paths): { readonly loss: Expr; readonly isImpossible: Expr } {
  const { b, begin, end, labelCount, shared } = paths;
  const last = b.let("last", k.sub(end, 1));
  const row = shared?.row(b, k.and(k.sub(last, begin), 1)) ?? paths.storedRow(last);
  const emissions = paths.emissions(last);
  const blank = multiply(row.load("blank", labelCount), emissions.blank);
  const label = multiply(row.load("label", labelCount), emissions.label(labelCount));
  const total = nameParts(b, "total", addExtended(blank, label));
  const isImpossible = b.let("isImpossible", k.or(k.eq(total.mantissa, 0), k.lt(total.exponent, NEGLIGIBLE)));
  return { loss: b.let("sum", k.neg(logarithm(total))), isImpossible };
}
