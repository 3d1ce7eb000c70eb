/**
 * @file The kernel of a group with row reductions: a program per row, in phases. Each phase passes over the columns once,
 * and reduces what later phases need.
 */
import { valueTypeOf } from "../../dtype.ts";
import type { Node } from "../../ir/node.ts";
import type { Expr, ReduceOp, SharedArray, Var } from "../../kernel/types.ts";
import { resolveStage, type Stage } from "../accesses.ts";
import { SharedBinder } from "../bind-shared.ts";
import { type Group, roleOf } from "../group.ts";
import { addForms, type Form, indexForm, scaleForm } from "../index-form.ts";
import { loadedRare } from "../rare-part.ts";
import type { Arguments } from "./arguments.ts";
import { BodyReader, COLUMN, ROW } from "./body-reader.ts";
import type { EmitContext } from "./context.ts";
import { computeFull, storeFull } from "./full-members.ts";

/** Bytes of shared memory for rows: of 16 KiB that every WebGPU device has, reductions take up to 1 for each type. */
const SHARED_BYTES = 12288;
/** The same where one core runs a program: what its second cache holds beside the rows that come and go. */
const CACHED_BYTES = 98304;

/** A program per row, with a phase for each depth of reductions. */
export function emitRows(args: Arguments, context: EmitContext): number[] {
  const { group, stored } = context;
  const builder = args.k;
  const levels = levelsOf(group);
  const last = Math.max(...levels.values());
  const row = builder.gridIndex("row");
  const indices = new Map<string, Expr>([[ROW, row]]);
  const keep = keptRows(args, context, levels);
  for (const member of stored) args.output(member.node, keep.reread.has(member.node));
  const uniform = new BodyReader(args, context, indices, new Map());
  const rowPosition = indexForm(ROW, group.rows);
  const position = addForms(scaleForm(rowPosition, group.columns), indexForm(COLUMN, group.columns));
  const known = new Map<Node, Expr>();
  for (let level = 0; level <= last; level++) {
    const here = group.members.filter((member) => levels.get(member) === level);
    for (const member of here.filter((m) => roleOf(m, group) === "row")) {
      const value = bindOne(args, uniform.resolver.below(member.node, rowPosition));
      known.set(member.node, value);
      uniform.values.set(member.node, value);
      if (stored.has(member)) builder.store(args.buffer(member.node), args.place(member.node, row), value);
    }
    const results = emitPhase(args, context, here, { indices, position, known, keep });
    for (const [member, value] of results) {
      known.set(member.node, value);
      uniform.values.set(member.node, value);
      if (stored.has(member)) builder.store(args.buffer(member.node), args.place(member.node, row), value);
    }
  }
  return [group.rows];
}

interface Phase {
  readonly indices: ReadonlyMap<string, Expr>;
  readonly position: Form;
  /** Values of rows so far. */
  readonly known: ReadonlyMap<Node, Expr>;
  readonly keep: KeptRows;
}

/** One pass over the columns of a row: full members are computed and stored, reductions accumulate. */
function emitPhase(args: Arguments, context: EmitContext, here: readonly Stage[], phase: Phase): [Stage, Var][] {
  const { group } = context;
  const full = here.filter((member) => roleOf(member, group) === "full" || member.spread !== undefined);
  const reductions = here.filter((member) => member.rowReduce !== undefined);
  if (full.length === 0 && reductions.length === 0) return [];
  const body = (lane: Expr): Expr[] => {
    const reader = new BodyReader(args, context, new Map([...phase.indices, [COLUMN, lane]]), phase.keep.shared);
    for (const [node, value] of phase.known) reader.values.set(node, value);
    for (const node of phase.keep.recomputed)
      if (!full.some((member) => member.node === node)) reader.inlined.add(node);
    computeFull(args, reader, loopsAgain(here, group, phase.keep), phase.position);
    const values = computeFull(args, reader, full, phase.position);
    loadedRare()?.emitSpread(args, context, reader, full, phase.position);
    storeFull(args, context, values, reader, phase.position);
    for (const [member, value] of values) {
      const array = phase.keep.shared.get(member.node);
      if (array !== undefined) args.k.store(array, lane, value);
    }
    const terms = reductions.map((member) => resolveStage(reader.resolver, member, phase.position));
    return new SharedBinder(args.k).bind(terms);
  };
  if (reductions.length === 0) {
    args.k.lanes(group.columns, (lane) => void body(lane));
    return [];
  }
  const names = reductions.map((_, i) => `sum${i}`);
  const targets = args.k.reduceAll(group.columns, (lane) => {
    const terms = body(lane);
    return Object.fromEntries(
      names.map((name, i) => [name, { op: reduceOpOf(reductions[i]), value: terms[i] as Expr }]),
    );
  });
  return reductions.map((member, i) => [member, targets[names[i] ?? ""] as Var]);
}

function reduceOpOf(stage: Stage | undefined): ReduceOp {
  const spec = stage?.node.spec;
  if (spec?.kind !== "reduce") throw new Error("a row reduction is a reduce node");
  return spec.op;
}

/** In which phase each member is computed: reductions are known one phase after the columns that they read. */
function levelsOf(group: Group): Map<Stage, number> {
  const members = new Map(group.members.map((member) => [member.node, member]));
  const levels = new Map<Stage, number>();
  for (const member of group.members) {
    let level = 0;
    for (const node of member.reads.keys()) {
      const producer = members.get(node);
      if (producer === undefined) continue;
      level = Math.max(level, (levels.get(producer) ?? 0) + (producer.rowReduce === undefined ? 0 : 1));
    }
    levels.set(member, level);
  }
  return levels;
}

/** How full members reach later phases: from their own buffer, from shared memory, or computed again. */
interface KeptRows {
  readonly reread: ReadonlySet<Node>;
  readonly shared: ReadonlyMap<Node, SharedArray>;
  readonly recomputed: ReadonlySet<Node>;
}

function keptRows(args: Arguments, context: EmitContext, levels: ReadonlyMap<Stage, number>): KeptRows {
  const { group, stored } = context;
  const reread = new Set<Node>();
  const shared = new Map<Node, SharedArray>();
  const recomputed = new Set<Node>();
  const limit = context.hasSerialLanes ? CACHED_BYTES : SHARED_BYTES;
  let bytes = 0;
  const place = (member: Stage): void => {
    const dtype = valueTypeOf(member.node.dtype);
    const rowBytes = group.columns * (dtype === "f64" ? 8 : 4);
    if (stored.has(member)) reread.add(member.node);
    else if (bytes + rowBytes <= limit) {
      bytes += rowBytes;
      shared.set(member.node, args.k.shared("row", dtype, group.columns));
    } else recomputed.add(member.node);
  };
  const isInlined = (user: Stage): boolean => user.spread !== undefined || recomputed.has(user.node);
  // What is computed again needs what it read, in its turn.
  const isUsedAfter = (node: Node, level: number): boolean =>
    group.members.some(
      (user) =>
        user.reads.has(node) && ((levels.get(user) ?? 0) > level || (isInlined(user) && isUsedAfter(user.node, level))),
    );
  const isDue = (member: Stage): boolean =>
    roleOf(member, group) === "full" && isUsedAfter(member.node, levels.get(member) ?? 0);
  const waiting = new Set(group.members);
  for (let count = 0; count !== waiting.size; ) {
    count = waiting.size;
    for (const member of waiting) if (isDue(member) && waiting.delete(member)) place(member);
  }
  return { reread, shared, recomputed };
}

/** Members with loops that members of a phase need, of those that are to be computed again: once, before all others. */
function loopsAgain(here: readonly Stage[], group: Group, keep: KeptRows): Stage[] {
  const needed = new Set(here);
  for (const user of needed)
    for (const member of group.members)
      if (user.reads.has(member.node) && (member.spread !== undefined || keep.recomputed.has(member.node)))
        needed.add(member);
  const isAgain = (member: Stage): boolean => member.loopLength > 1 && keep.recomputed.has(member.node);
  return group.members.filter((member) => needed.has(member) && !here.includes(member) && isAgain(member));
}

function bindOne(args: Arguments, value: Expr): Expr {
  const [bound] = new SharedBinder(args.k).bind([value]);
  return args.k.let("v", bound as Expr);
}
