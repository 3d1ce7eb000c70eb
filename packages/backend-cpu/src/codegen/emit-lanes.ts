/**
 * @file Lane blocks: a loop over four lanes at a time, then one over what is left. Reductions keep several vectors of
 * partial results, so that their additions overlap, and join them in a fixed order.
 */
import type { LaneStmt, Stmt } from "@adjoint/core";
import type { Local } from "../wasm/function-builder.ts";
import { type Emitter, VECTOR_BYTES } from "./emitter.ts";
import { Reduction } from "./reduction.ts";
import { changesOf } from "./statements.ts";
import { strandsFor } from "./strands.ts";
import type { Mode, Value } from "./value.ts";
import { isVectorisable } from "./vectorisable.ts";

type LanesStmt = Extract<Stmt, { kind: "lanes" | "reduce" }>;

/** Emits the statements of a body. */
type EmitStatements = (e: Emitter, body: readonly LaneStmt[], mode: Mode) => void;

/** Bytes that the lane counter advances by for one lane: it counts in bytes of 32-bit elements. */
const LANE_BYTES = 4;

/** A lane statement, with all that its loops share. */
interface Block {
  readonly s: LanesStmt;
  readonly emitStatements: EmitStatements;
  readonly reductions: readonly Reduction[];
  readonly changes: ReadonlySet<number>;
  readonly counter: Local;
  /** Pushes the bound of the counter. */
  readonly pushEnd: () => void;
  /** Pushes the bound rounded down to whole groups of so many bytes. */
  readonly pushWhole: (bytes: number) => void;
  /** The number of lanes, if it is constant. */
  readonly known: number | undefined;
}

export function emitLanes(e: Emitter, s: LanesStmt, emitStatements: EmitStatements): void {
  const { f } = e;
  const { lowering } = e.parts;
  const count = lowering.value(s.count);
  const known = count.kind === "const" ? count.value : undefined;
  const reductions = s.kind === "reduce" ? s.accumulators.map((a) => new Reduction(e, a)) : [];
  const changes = new Set([...changesOf([s]), ...reductions.flatMap((r) => r.changes)]);
  e.forget(changes);
  for (const reduction of reductions) reduction.start();
  if (known !== undefined && known <= 0) return;
  lowering.enterLanes(s.lane);
  const run = (): void => emitLaneLoops(e, { s, emitStatements, reductions, changes, known, ...emitEnd(e, count) });
  if (known !== undefined) e.nested({}, run);
  else {
    f.i32(0).get(e.local(count, "scalar")).op("i32.lt_s");
    e.if(run);
  }
  lowering.enterLanes(undefined);
}

/** The counter, and where it ends. */
function emitEnd(e: Emitter, count: Value): Pick<Block, "counter" | "pushEnd" | "pushWhole"> {
  const { f } = e;
  const counter = f.local("i32");
  if (count.kind === "const") {
    const end = count.value * LANE_BYTES;
    const pushWhole = (bytes: number): void => void f.i32(Math.floor(end / bytes) * bytes);
    return { counter, pushEnd: () => void f.i32(end), pushWhole };
  }
  const end = f.local("i32");
  f.get(e.local(count, "scalar")).i32(2).op("i32.shl").set(end);
  const pushWhole = (bytes: number): void => void f.get(end).i32(-bytes).op("i32.and");
  return { counter, pushEnd: () => void f.get(end), pushWhole };
}

function emitLaneLoops(e: Emitter, block: Block): void {
  const { s, reductions, known, counter } = block;
  const values = reductions.map((r) => r.value);
  const canVectorise = (known === undefined || known >= 4) && isVectorisable(e.parts.lowering, s.body, values);
  e.f.i32(0).set(counter);
  if (canVectorise) emitVectorLoops(e, block, strandsFor(e.parts.lowering, s.body, values, known));
  if (canVectorise && known !== undefined && known % 4 === 0) return;
  emitCountedLoop(e, block, LANE_BYTES, block.pushEnd, canVectorise && known === undefined, () => {
    block.emitStatements(e, s.body, "scalar");
    for (const reduction of reductions) reduction.accumulate("scalar");
  });
}

/** Groups of vectors, each with partial results of its own; then single vectors into the first; then all of them joined. */
function emitVectorLoops(e: Emitter, block: Block, strands: number): void {
  const { reductions } = block;
  for (const reduction of reductions) reduction.startPartials(strands);
  if (strands > 1) {
    emitStrands(e, block, strands);
    for (const reduction of reductions) reduction.joinPartials();
  }
  emitVectorLoop(e, block, 1, strands > 1 ? wholeBytes(block.known, strands * VECTOR_BYTES) : 0);
  for (const reduction of reductions) reduction.joinLanes();
}

/** The loop over groups of vectors. Extremes are taken in haste where they may be taken again: after a NaN, or a zero. */
function emitStrands(e: Emitter, block: Block, strands: number): void {
  const { f } = e;
  const isRepeatable = block.s.body.every((s) => s.kind === "let");
  const hasty = isRepeatable ? block.reductions.filter((reduction) => reduction.canHaste) : [];
  for (const reduction of hasty) reduction.haste();
  emitVectorLoop(e, block, strands, 0);
  if (hasty.length === 0) return;
  hasty.forEach((reduction, i) => {
    reduction.pushDoubt();
    if (i > 0) f.op("i32.or");
  });
  e.if(() => {
    for (const reduction of hasty) reduction.restartPartials();
    f.i32(0).set(block.counter);
    emitVectorLoop(e, { ...block, reductions: hasty }, strands, 0);
  });
}

/** The counter behind the last whole group, if the number of lanes is constant. */
function wholeBytes(known: number | undefined, bytes: number): number {
  return known === undefined ? 0 : Math.floor((known * LANE_BYTES) / bytes) * bytes;
}

/** A loop over groups of vectors. Skipped if there is no whole group behind the `done` bytes that a loop before has covered. */
function emitVectorLoop(e: Emitter, block: Block, strands: number, done: number): void {
  const bytes = strands * VECTOR_BYTES;
  const whole = block.known === undefined ? e.f.local("i32") : undefined;
  if (whole !== undefined) {
    block.pushWhole(bytes);
    e.f.set(whole);
  } else if (wholeBytes(block.known, bytes) <= done) return;
  const pushEnd = (): void => {
    if (whole === undefined) block.pushWhole(bytes);
    else e.f.get(whole);
  };
  const loop = (emit: () => void): void => emitCountedLoop(e, block, bytes, pushEnd, whole !== undefined, emit);
  const { lowering } = e.parts;
  if (strands === 1 || !lowering.hasChoices) {
    loop(() => emitGroup(e, block));
    return;
  }
  const { rare } = lowering;
  const emit = (body?: readonly LaneStmt[]): void => emitGroup(e, block, body);
  const ends = block.reductions.map((reduction) => reduction.value);
  const group = (isUsual: boolean): void => (isUsual ? rare.emitUnlessFar(e, block, ends, emit) : emit());
  rare.emitUnlessWhole(e, block.s, rare.seldomIn(lowering, block.s, block.changes), (isUsual, oneLane) => {
    loop(() => rare.emitUnlessLane(e, block, oneLane, bytes, (hasNot) => group(isUsual && hasNot)));
  });
}

/** The body for a group of vectors, and what the reductions take from it. */
function emitGroup(e: Emitter, block: Block, body = block.s.body): void {
  const { reductions } = block;
  e.forEachStrand((strand) => {
    for (const reduction of reductions) reduction.usePartial(strand);
  });
  block.emitStatements(e, body, "vector");
  e.interleave(reductions.map((reduction) => e.parts.lowering.value(reduction.value)));
  e.forEachStrand((strand) => {
    for (const reduction of reductions) reduction.accumulate("vector", strand);
  });
}

/** Repeats a body until the counter reaches its end; asked first unless the first run is certain. */
function emitCountedLoop(
  e: Emitter,
  { counter, changes }: Block,
  bytes: number,
  pushEnd: () => void,
  isTested: boolean,
  body: () => void,
): void {
  const { f } = e;
  const run = (): void => {
    f.loop((again) => {
      e.stranded(bytes <= VECTOR_BYTES ? 1 : bytes / VECTOR_BYTES, counter, { changes }, () => {
        body();
        f.get(counter).i32(bytes).op("i32.add").tee(counter);
        pushEnd();
        f.op("i32.lt_u");
        f.brIf(again);
      });
    });
  };
  if (!isTested) {
    run();
    return;
  }
  f.get(counter);
  pushEnd();
  f.op("i32.lt_u");
  e.if(run);
}
