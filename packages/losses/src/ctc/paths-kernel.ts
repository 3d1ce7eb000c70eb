/** @file The second CTC kernel: sums over all paths, forward and backward at the same time. */
import { type BufferParam, buildKernel, type Expr, type Kernel, type KernelBuilder, k } from "@adjoint/core";
import { emissionsAt } from "./emissions.ts";
import { storeLabelChain } from "./label-chain.ts";
import { clampLength, declareLengths, type GivenLengths } from "./lengths.ts";
import { advancePaths, beginPaths, enterPaths, type Paths, sumPaths } from "./paths.ts";
import type { CtcInput } from "./problem.ts";
import { declareSizes, factRow, positionsOf, type SizeParams, stateRow } from "./sizes.ts";
import { bufferRow, declareSharedRows } from "./state-rows.ts";

/**
 * What a launch is for: `whole` follows all frames; `leave` follows one window of each direction and writes down the row
 * with which the next is entered; `enter` follows a window again from such a row, for its states alone.
 */
export type PathsUse = "whole" | "leave" | "enter";

export interface PathsVariant {
  readonly given: GivenLengths;
  readonly input: CtcInput;
  readonly use: PathsUse;
  /** Positions of a row in shared memory; undefined to work in the states buffer alone. */
  readonly capacity: number | undefined;
}

/**
 * Grid (N, 2), lanes over the blanks of a target, each with a label beside it.
 * Buffers: emissions, labels[, input lengths][, label lengths], states, then of loss, facts and entries (rows of states,
 * one for each window) those that its use needs.
 */
export function buildPathsKernel({ given, input, use, capacity }: PathsVariant): Kernel {
  return buildKernel("ctc_paths", (b) => {
    const n = b.gridIndex("n");
    const direction = b.gridIndex("direction");
    const emissions = b.input("emissions", "i32");
    const labels = b.input("labels", "i32");
    const lengths = declareLengths(b, given);
    const states = b.buffer("states", "i32", capacity === undefined ? "readwrite" : "write");
    const results =
      use === "enter" ? undefined : { loss: b.buffer("loss", "f32", "readwrite"), facts: b.output("facts", "i32") };
    const entries = use === "whole" ? undefined : b.buffer("entries", "i32", use === "leave" ? "readwrite" : "read");
    const size = declareSizes(b);
    const unknown = b.param("unknown", "f32");
    const infeasibleLoss = b.param("infeasibleLoss", "f32");
    /** The window of either direction, how many there are, and 1 if each has emissions of its own. */
    const [forward, backward] = [b.param("forwardWindow", "i32"), b.param("backwardWindow", "i32")];
    const [windows, isTwofold] = [b.param("windows", "i32"), b.param("isTwofold", "i32")];
    b.hintLanes(capacity ?? 1024);

    const frameCount = b.let("frameCount", clampLength(lengths.input(n, size), size.frames));
    const labelCount = b.let("labelCount", clampLength(lengths.label(n, size), size.labels));
    const isForward = b.let("isForward", k.eq(direction, 0));
    const window = b.let("window", k.where(isForward, forward, backward));
    const begin = b.let("begin", k.mul(window, size.rows));
    const end = b.let("end", k.min(k.add(begin, size.rows), frameCount));
    const item = b.let("emissionItem", k.add(n, k.mul(k.mul(direction, isTwofold), size.items)));
    const paths: Paths = {
      ...{ b, labels, target: b.let("target", k.mul(n, size.labels)), frameCount, labelCount, direction, isForward },
      ...{ begin, end, input },
      shared: capacity === undefined ? undefined : declareSharedRows(b, capacity),
      emissions: (frame) => emissionsAt(b, emissions, size, item, k.sub(frame, begin)),
      storedRow: (frame) => bufferRow(b, states, stateRow(size, direction, n, k.sub(frame, begin)), positionsOf(size)),
    };
    const entry = entries && ((at: Expr) => entryRow(b, entries, size, { direction, n, windows, at }));
    b.if(k.lt(begin, end), () => followPaths(paths, window, entry, use === "leave"));
    if (results === undefined) return;
    const fact = b.let("fact", factRow(size, n));
    const isOutside = k.or(k.ne(lengths.input(n, size), frameCount), k.ne(lengths.label(n, size), labelCount));
    const places = { ...results, n, fact, isOutside, unknown, infeasibleLoss, isFirst: k.eq(window, 0) };
    b.if(
      isForward,
      () => storeLoss(paths, places),
      () => {
        b.if(places.isFirst, () =>
          storeLabelChain(b, labels, results.facts, { size, target: paths.target, fact, labelCount }),
        );
      },
    );
  });
}

interface EntryPlace {
  readonly direction: Expr;
  readonly n: Expr;
  readonly windows: Expr;
  /** The window that is entered. */
  readonly at: Expr;
}

function entryRow(b: KernelBuilder, entries: BufferParam, size: SizeParams, { direction, n, windows, at }: EntryPlace) {
  const item = k.add(k.mul(direction, size.items), n);
  const row = k.add(k.mul(item, windows), at);
  return bufferRow(b, entries, k.mul(row, k.mul(positionsOf(size), 4)), positionsOf(size));
}

/** The frames of a window, from its first on, or backward from its last; and one more if the next is to be entered. */
function followPaths(
  paths: Paths,
  window: Expr,
  entry: ((at: Expr) => ReturnType<typeof entryRow>) | undefined,
  isLeft: boolean,
): void {
  const { b, frameCount, isForward, begin, end } = paths;
  const start = (): void => beginPaths(paths);
  if (entry === undefined) start();
  else {
    const isStart = b.let("isStart", k.where(isForward, k.eq(begin, 0), k.eq(end, frameCount)));
    b.if(isStart, start, () => enterPaths(paths, entry(window)));
  }
  const steps = b.let("steps", k.sub(k.sub(end, begin), 1));
  b.loop("i", steps, (i) => {
    const step = b.let("step", k.add(i, 1));
    const before = b.let("before", k.where(isForward, k.add(begin, i), k.sub(k.sub(end, 1), i)));
    const frame = b.let("frame", k.where(isForward, k.add(before, 1), k.sub(before, 1)));
    advancePaths(paths, { step, before, next: frame }, paths.storedRow(frame));
  });
  if (entry === undefined || !isLeft) return;
  b.if(k.where(isForward, k.lt(end, frameCount), k.lt(0, begin)), () => {
    const before = b.let("lastFrame", k.where(isForward, k.sub(end, 1), begin));
    const next = b.let("nextWindow", k.where(isForward, k.add(window, 1), k.sub(window, 1)));
    advancePaths(paths, { step: k.add(steps, 1), before, next: undefined }, entry(next));
  });
}

interface LossPlaces {
  readonly loss: BufferParam;
  readonly facts: BufferParam;
  readonly n: Expr;
  readonly fact: Expr;
  /** True in the first window. */
  readonly isFirst: Expr;
  /** True if a length does not fit, which makes the loss `unknown`. */
  readonly isOutside: Expr;
  readonly unknown: Expr;
  readonly infeasibleLoss: Expr;
}

/** In the last window of a sequence, stores its loss, and how many frames have a gradient. */
function storeLoss(paths: Paths, places: LossPlaces): void {
  const { b, frameCount, labelCount, begin, end, input } = paths;
  const { loss, facts, n, fact, isFirst, isOutside, unknown, infeasibleLoss } = places;
  const isLast = b.let("isLast", k.and(k.lt(begin, end), k.eq(end, frameCount)));
  if (input === "logProbs") b.if(k.lt(begin, end), () => addUnits(paths, places));
  b.if(isLast, () => {
    const sum = sumPaths(paths);
    const value = b.let("value", input === "logProbs" ? k.sub(sum.loss, b.load(loss, n)) : atLeastZero(sum.loss));
    b.store(loss, n, k.where(sum.isImpossible, infeasibleLoss, value));
    b.store(facts, fact, k.where(sum.isImpossible, 0, frameCount));
    b.store(facts, k.add(fact, 2), sum.exponent);
  });
  b.if(k.and(isFirst, k.eq(frameCount, 0)), () => {
    b.store(loss, n, k.where(k.eq(labelCount, 0), 0, infeasibleLoss));
    b.store(facts, fact, k.constant(0, "i32"));
  });
  b.if(k.and(isOutside, k.or(isLast, isFirst)), () => {
    b.store(loss, n, unknown);
  });
}

/** Adds up the units of a window's emissions, in the place of the loss, from which the last window takes them. */
function addUnits({ b, begin, end, emissions }: Paths, { loss, n, isFirst }: LossPlaces): void {
  const sum = b.reduce("units", "sum", k.sub(end, begin), (i) => emissions(k.add(begin, i)).top);
  b.store(loss, n, k.add(sum, k.where(isFirst, 0, b.load(loss, n))));
}

/** Rounding may leave a loss just below 0. */
const atLeastZero = (loss: Expr): Expr => k.where(k.lt(loss, 0), 0, loss);
