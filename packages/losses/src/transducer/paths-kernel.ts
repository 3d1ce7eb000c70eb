/**
 * @file The second transducer kernel: sums over all paths of the lattice, forward and backward at the same time, diagonal
 * by diagonal. Forward, a node holds the weight of all ways to it; backward, of all ways from it to the end.
 */
import { type BufferParam, buildKernel, type Expr, type Kernel, type KernelBuilder, k } from "@adjoint/core";
import { nameParts } from "../ctc/emissions.ts";
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
} from "../ctc/extended-float.ts";
import { clampLength } from "../ctc/lengths.ts";
import { emissionsFrom, type NodeEmissions } from "./emissions.ts";
import { declareRnntLengths, type GivenLengths } from "./lengths.ts";
import { type NodeRow, sharedRows, storedRow } from "./node-rows.ts";
import { declareSizes, emissionRow, FACTS, nodesOf, stateRow } from "./sizes.ts";

interface Lattice {
  readonly b: KernelBuilder;
  readonly frameCount: Expr;
  readonly labelCount: Expr;
  /** Number of the last diagonal. */
  readonly last: Expr;
  readonly isForward: Expr;
  readonly shared: ((parity: Expr) => NodeRow) | undefined;
  emissions(diagonal: Expr): NodeEmissions;
  stored(diagonal: Expr): NodeRow;
}

const ZERO: ExtendedFloat = { mantissa: k.constant(0, "f32"), exponent: k.constant(LOWEST, "i32") };
const ONE: ExtendedFloat = { mantissa: k.constant(1, "f32"), exponent: k.constant(0, "i32") };

/**
 * Grid (N, 2), lanes over the nodes of a diagonal. Buffers: emissions[, input lengths][, label lengths] → loss, states,
 * facts. `capacity`: nodes of a row in shared memory; undefined to work in the states buffer alone.
 */
export function buildPathsKernel(given: GivenLengths, capacity: number | undefined): Kernel {
  return buildKernel("rnnt_paths", (b) => {
    const [n, direction] = [b.gridIndex("n"), b.gridIndex("direction")];
    const emissions = b.input("emissions", "i32");
    const lengths = declareRnntLengths(b, given);
    const loss = b.output("loss", "f32");
    const states = b.buffer("states", "i32", capacity === undefined ? "readwrite" : "write");
    const facts = b.output("facts", "i32");
    const size = declareSizes(b);
    const unknown = b.param("unknown", "f32");
    const infinity = b.param("infinity", "f32");
    /** What no loss is below: 0 for probabilities that sum to 1, where rounding may leave less. */
    const least = b.param("least", "f32");
    b.hintLanes(capacity ?? 1024);
    const frameCount = b.let("frameCount", clampLength(lengths.input(n, size), size.frames));
    const labelCount = b.let("labelCount", clampLength(lengths.label(n, size), k.sub(size.positions, 1)));
    const lattice: Lattice = {
      ...{ b, frameCount, labelCount },
      last: b.let("last", k.sub(k.add(frameCount, labelCount), 1)),
      isForward: b.let("isForward", k.eq(direction, 0)),
      shared: capacity === undefined ? undefined : sharedRows(b, capacity),
      emissions: (diagonal) => emissionsFrom(b, emissions, emissionRow(size, n, diagonal), size.positions),
      stored: (diagonal) => storedRow(b, states, stateRow(size, direction, n, diagonal), size.positions),
    };
    b.if(k.lt(0, frameCount), () => followPaths(lattice));
    const isOutside = k.or(k.ne(lengths.input(n, size), frameCount), k.ne(lengths.label(n, size), labelCount));
    b.if(lattice.isForward, () => {
      storeLoss(lattice, { loss, facts, n, infinity, least });
      b.if(isOutside, () => b.store(loss, n, unknown));
    });
  });
}

/** The row in which step `i` works. */
function workingRow({ b, shared }: Lattice, i: Expr, stored: NodeRow): NodeRow {
  return shared === undefined ? stored : shared(b.let("parity", k.and(i, 1)));
}

function followPaths(lattice: Lattice): void {
  const { b, last, labelCount, isForward } = lattice;
  const diagonal = (i: Expr): Expr => k.where(isForward, i, k.sub(last, i));
  // Forward all begins at node (0, 0); backward at the last node, which a blank must leave.
  const zero = k.constant(0, "i32");
  const start = nameParts(b, "start", select(isForward, ONE, lattice.emissions(last).blank(labelCount)));
  const first = lattice.stored(b.let("firstDiagonal", diagonal(zero)));
  for (const row of new Set([first, workingRow(lattice, zero, first)])) {
    row.store(k.where(isForward, 0, labelCount), start);
  }
  b.loop("i", last, (before) => {
    const i = b.let("step", k.add(before, 1));
    advance(lattice, i, b.let("diagonal", diagonal(i)), b.let("diagonalBefore", diagonal(before)));
  });
}

/** One step, to a diagonal from the one before it in the direction. */
function advance(lattice: Lattice, i: Expr, diagonal: Expr, before: Expr): void {
  const { b, frameCount, labelCount, isForward } = lattice;
  const emissions = lattice.emissions(k.min(diagonal, before));
  const from = workingRow(lattice, k.sub(i, 1), lattice.stored(before));
  const stored = lattice.stored(diagonal);
  const working = workingRow(lattice, i, stored);
  const { first, count } = nodesOf(b, diagonal, frameCount, labelCount);
  b.lanes(count, (lane) => {
    const u = b.let("u", k.add(first, lane));
    const t = b.let("t", k.sub(diagonal, u));
    const hasBlank = b.let("hasBlank", k.where(isForward, k.lt(0, t), k.lt(k.add(t, 1), frameCount)));
    const hasLabel = b.let("hasLabel", k.where(isForward, k.lt(0, u), k.lt(u, labelCount)));
    const neighbour = b.let("neighbour", k.where(hasLabel, k.where(isForward, k.sub(u, 1), k.add(u, 1)), u));
    // A label belongs to the node that it leaves: forward the neighbour, backward this one.
    const leaving = b.let("leaving", k.min(u, neighbour));
    const byBlank = nameParts(b, "byBlank", select(hasBlank, multiply(from.load(u), emissions.blank(u)), ZERO));
    const labelled = multiply(from.load(neighbour), emissions.label(leaving));
    const byLabel = nameParts(b, "byLabel", select(hasLabel, labelled, ZERO));
    const sum = addExtended(byBlank, byLabel);
    const value = nameParts(b, "value", { ...sum, exponent: k.max(sum.exponent, LOWEST) });
    for (const row of new Set([stored, working])) row.store(u, value);
  });
  b.if(k.eq(k.mod(i, STEPS_PER_NORMALISATION), 0), () => {
    b.lanes(count, (lane) => {
      const u = b.let("u", k.add(first, lane));
      working.store(u, normalise(nameParts(b, "value", working.load(u))));
    });
  });
}

interface LossPlaces {
  readonly loss: BufferParam;
  readonly facts: BufferParam;
  readonly n: Expr;
  readonly infinity: Expr;
  readonly least: Expr;
}

/** Stores −log of the weight of all paths, and the facts. */
function storeLoss(lattice: Lattice, { loss, facts, n, infinity, least }: LossPlaces): void {
  const { b, frameCount, labelCount, last } = lattice;
  const fact = b.let("fact", k.mul(n, FACTS));
  b.store(facts, k.add(fact, 1), labelCount);
  b.if(
    k.lt(0, frameCount),
    () => {
      const end = workingRow(lattice, last, lattice.stored(last)).load(labelCount);
      const total = nameParts(b, "total", multiply(end, lattice.emissions(last).blank(labelCount)));
      const isImpossible = b.let("isImpossible", k.or(k.eq(total.mantissa, 0), k.lt(total.exponent, NEGLIGIBLE)));
      const sum = b.let("sum", k.neg(logarithm(total)));
      b.store(loss, n, k.where(isImpossible, infinity, k.where(k.lt(sum, least), least, sum)));
      b.store(facts, fact, k.where(isImpossible, 0, frameCount));
      b.store(facts, k.add(fact, 2), normalise(total).exponent);
    },
    () => {
      b.store(loss, n, k.where(k.eq(labelCount, 0), 0, infinity));
      b.store(facts, fact, k.constant(0, "i32"));
    },
  );
}
