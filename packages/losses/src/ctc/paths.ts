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

/** A row whose states are taken, or come, times the emissions of a frame. */
function timesEmissions({ b, emissions }: Paths, row: StateRow, frame: Expr): StateRow {
  const { blank, label } = emissions(frame);
  const blankEmission = nameParts(b, "blankEmission", blank);
  const times = (kind: StateKind, position: Expr, x: ExtendedFloat): ExtendedFloat =>
    multiply(x, kind === "blank" ? blankEmission : label(position));
  return {
    load: (kind, position) => times(kind, position, row.load(kind, position)),
    store: (kind, position, value) => row.store(kind, position, times(kind, position, value)),
  };
}

/**
 * The rows of a window's first frame: the stored one, and both of shared memory, which hold states with the emissions of
 * their own frame: two lanes need each, and would look up its emission otherwise.
 */
function firstRows(paths: Paths): readonly StateRow[] {
  const { b, isForward, begin, end, shared } = paths;
  const first = b.let("first", k.where(isForward, begin, k.sub(end, 1)));
  const stored = paths.storedRow(first);
  if (shared === undefined) return [stored];
  return [stored, ...[0, 1].map((i) => timesEmissions(paths, shared.row(b, k.constant(i, "i32")), first))];
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

/** A step of a window; they count from 1. */
export interface PathStep {
  readonly step: Expr;
  readonly before: Expr;
  /** The frame that is reached; undefined if it lies in another window. */
  readonly next: Expr | undefined;
}

/** One step: from the states of the frame `before` to those next to it, which go to `stored`. */
export function advancePaths(paths: Paths, { step, before, next }: PathStep, stored: StateRow): void {
  const { b, direction, labelCount, isForward, shared } = paths;
  const from = shared?.row(b, k.and(k.sub(step, 1), 1)) ?? timesEmissions(paths, paths.storedRow(before), before);
  const working = shared && next && shared.row(b, k.and(step, 1));
  const rows = working && next ? [stored, timesEmissions(paths, working, next)] : [stored];
  const blanks = b.let("blanks", k.add(labelCount, 1));
  // Only one of the two zero positions is written below; the other would stay undefined in a fresh row.
  if (shared === undefined) stored.store("label", k.where(isForward, 0, blanks), ZERO);
  b.lanes(blanks, (u) => {
    const own = b.let("own", k.sub(k.add(u, 1), direction));
    const blank = nameParts(b, "blank", from.load("blank", u));
    const neighbour = nameParts(b, "neighbour", from.load("label", k.add(u, direction)));
    const both = nameParts(b, "both", addExtended(blank, neighbour));
    const maySkip = b.let("maySkip", shared === undefined ? isSkip(paths, u) : k.ne(b.load(shared.skips, u), 0));
    const arriving = nameParts(b, "arriving", select(maySkip, both, blank));
    const label = nameParts(b, "label", from.load("label", own));
    const newBlank = nameParts(b, "newBlank", aboveLowest(both));
    const newLabel = nameParts(b, "newLabel", aboveLowest(addExtended(arriving, label)));
    for (const row of rows) {
      row.store("blank", u, newBlank);
      row.store("label", own, newLabel);
    }
  });
  const kept = shared === undefined ? stored : working;
  if (kept !== undefined) b.if(k.eq(k.mod(step, STEPS_PER_NORMALISATION), 0), () => normaliseRow(paths, kept));
}

const aboveLowest = (x: ExtendedFloat): ExtendedFloat => ({ ...x, exponent: k.max(x.exponent, LOWEST) });

function normaliseRow({ b, labelCount }: Paths, row: StateRow): void {
  b.lanes(k.add(labelCount, 2), (position) => {
    for (const kind of ["blank", "label"] as const) {
      row.store(kind, position, normalise(nameParts(b, kind, row.load(kind, position))));
    }
  });
}

/** The weight of all paths. */
export interface PathsSum {
  /** −log of it. */
  readonly loss: Expr;
  readonly isImpossible: Expr;
  /** The power of two just below it. */
  readonly exponent: Expr;
}

/** The weight of all paths, from the last frame of the forward direction. */
export function sumPaths(paths: Paths): PathsSum {
  const { b, begin, end, labelCount, shared } = paths;
  const last = b.let("last", k.sub(end, 1));
  const row = shared?.row(b, k.and(k.sub(last, begin), 1)) ?? timesEmissions(paths, paths.storedRow(last), last);
  const [blank, label] = [row.load("blank", labelCount), row.load("label", labelCount)];
  const total = nameParts(b, "total", addExtended(blank, label));
  const isImpossible = b.let("isImpossible", k.or(k.eq(total.mantissa, 0), k.lt(total.exponent, NEGLIGIBLE)));
  const exponent = b.let("exponent", normalise(total).exponent);
  return { loss: b.let("sum", k.neg(logarithm(total))), isImpossible, exponent };
}
