/**
 * @file Fourth pass: the kernel of a group. A group without row reductions becomes one lane block over its elements; one
 * with them becomes a program per row, in phases: each phase reduces over the columns what later phases need.
 */
import { type ValueType, valueTypeOf } from "../dtype.ts";
import type { Node } from "../ir/node.ts";
import { KernelBuilder } from "../kernel/build.ts";
import * as k from "../kernel/expr.ts";
import type { BufferParam, Expr, Kernel, ReduceOp, ScalarParam, SharedArray, Var } from "../kernel/types.ts";
import { type Shape, sizeOf } from "../shape.ts";
import { isDivisionFree, resolveStage, type Stage } from "./accesses.ts";
import { SharedBinder } from "./bind-shared.ts";
import { type Group, roleOf } from "./group.ts";
import { addForms, type Form, indexForm, scaleForm } from "./index-form.ts";
import { formToExpr, type Reader, Resolver } from "./resolve.ts";
import { identityOf } from "./simplify.ts";

/** A kernel, with what its arguments stand for. */
export interface EmittedGroup {
  readonly kernel: Kernel;
  /** By buffer parameter. */
  readonly buffers: readonly Node[];
  /** By scalar parameter: a run-time scalar, or a number. */
  readonly params: readonly (Node | number)[];
  readonly grid: readonly number[];
}

export interface EmitContext {
  readonly group: Group;
  /** Members whose values go to buffers. */
  readonly stored: ReadonlySet<Stage>;
  isStop(node: Node): boolean;
  /** Output nodes that take over the buffer of an input, which is read at the same element only. */
  readonly inPlace: ReadonlyMap<Node, Node>;
}

/** Elements of one program of an elementwise kernel. */
const CHUNK = 2048;
/** Bytes of shared memory that rows may be kept in: what every WebGPU device has. */
const SHARED_BYTES = 16384;

const COMBINE: Readonly<Record<ReduceOp, (a: Expr, b: Expr) => Expr>> = {
  sum: k.add,
  prod: k.mul,
  max: k.max,
  min: k.min,
};

/** Arguments of the kernel under construction, made as they are met. */
class Arguments {
  readonly k: KernelBuilder;
  readonly buffers: Node[] = [];
  readonly params: (Node | number)[] = [];
  private readonly context: EmitContext;
  private readonly bufferOf = new Map<Node, BufferParam>();
  private readonly scalarOf = new Map<Node, ScalarParam>();

  constructor(builder: KernelBuilder, context: EmitContext) {
    this.k = builder;
    this.context = context;
  }

  /** Declares the buffer of an output; `isReread` if the kernel also reads it. */
  output(node: Node, isReread: boolean): void {
    const replaced = this.context.inPlace.get(node);
    const access = isReread || replaced !== undefined ? "readwrite" : "write";
    const param = this.k.buffer("out", node.dtype, access);
    this.buffers.push(node);
    this.bufferOf.set(node, param);
    if (replaced !== undefined) this.bufferOf.set(replaced, param);
  }

  buffer(node: Node): BufferParam {
    const known = this.bufferOf.get(node);
    if (known !== undefined) return known;
    const param = this.k.input("in", node.dtype);
    this.buffers.push(node);
    this.bufferOf.set(node, param);
    return param;
  }

  scalar(node: Node): Expr {
    const known = this.scalarOf.get(node);
    if (known !== undefined) return known;
    const param = this.k.param("scalar", valueTypeOf(node.dtype));
    this.params.push(node);
    this.scalarOf.set(node, param);
    return param;
  }

  number(name: string, value: number): Expr {
    this.params.push(value);
    return this.k.param(name, "i32");
  }
}

/** Reads for one body of the kernel: values computed in it are variables, all others are loaded. */
class BodyReader implements Reader {
  /** Values of members, available in this body. */
  readonly values = new Map<Node, Expr>();
  /** Members to compute again rather than to read. */
  readonly inlined = new Set<Node>();
  /** Members kept in shared memory, by column. */
  readonly rows: ReadonlyMap<Node, SharedArray>;
  readonly resolver: Resolver;
  private readonly args: Arguments;
  private readonly context: EmitContext;
  private readonly indices: Map<string, Expr>;
  private loops = 0;

  constructor(
    args: Arguments,
    context: EmitContext,
    indices: ReadonlyMap<string, Expr>,
    rows: ReadonlyMap<Node, SharedArray>,
  ) {
    this.args = args;
    this.context = context;
    this.indices = new Map(indices);
    this.rows = rows;
    this.resolver = new Resolver(this);
  }

  isStop(node: Node): boolean {
    return this.context.isStop(node) && !this.inlined.has(node);
  }

  read(node: Node, position: Form, isGuarded: boolean): Expr {
    const value = this.values.get(node);
    if (value !== undefined) return value;
    const row = this.rows.get(node);
    const column = this.indices.get(COLUMN);
    if (row !== undefined && column !== undefined) return this.args.k.load(row, column);
    return this.args.k.load(this.args.buffer(node), this.index(position), isGuarded);
  }

  scalar(node: Node): Expr {
    return this.args.scalar(node);
  }

  index(form: Form): Expr {
    return formToExpr(form, (name) => {
      const index = this.indices.get(name);
      if (index === undefined) throw new Error(`index ${name} is not in scope`);
      return index;
    });
  }

  loop(op: ReduceOp, dtype: ValueType, extent: number, body: (index: Form) => Expr): Expr {
    const { k: builder } = this.args;
    const name = `l${this.loops++}`;
    const total = builder.variable("acc", k.constant(k.wrapTo(dtype, identityOf(op, dtype)), dtype));
    builder.loop(name, extent, (index) => {
      this.indices.set(name, index);
      const [value] = new SharedBinder(builder).bind([body(indexForm(name, extent))]);
      if (value !== undefined) builder.set(total, combine(op, total, value));
    });
    return total;
  }
}

function combine(op: ReduceOp, total: Expr, value: Expr): Expr {
  if (total.dtype !== "bool") return COMBINE[op](total, value);
  return op === "max" || op === "sum" ? k.or(total, value) : k.and(total, value);
}

const ROW = "r";
const COLUMN = "c";

/** The kernel that computes a group. */
export function emitGroup(context: EmitContext, name: string): EmittedGroup {
  const builder = new KernelBuilder();
  const args = new Arguments(builder, context);
  const { group } = context;
  const grid = group.members.some((member) => member.rowReduce !== undefined)
    ? emitRows(args, context)
    : emitElements(args, context);
  return { kernel: builder.build(name), buffers: args.buffers, params: args.params, grid };
}

/** Lanes over elements: of the whole space, or of the largest inner part of it that needs no division. */
function emitElements(args: Arguments, context: EmitContext): number[] {
  const { group } = context;
  const size = group.rows * group.columns;
  const inner = innerExtent(context);
  const outer = inner === 0 ? 0 : size / inner;
  const longest = Math.max(...group.members.map((member) => member.loopLength));
  const chunk = longest === 1 ? CHUNK : Math.max(64, Math.min(CHUNK, 2 ** Math.round(Math.log2(65536 / longest))));
  const builder = args.k;
  for (const member of context.stored) args.output(member.node, false);
  const indices = new Map<string, Expr>();
  const isFlat = outer <= 1;
  const row = isFlat ? undefined : builder.gridIndex("row");
  if (row !== undefined) indices.set(ROW, row);
  const isChunked = isFlat || inner > chunk;
  const base = isChunked ? builder.let("base", k.mul(builder.gridIndex("chunk"), chunk)) : undefined;
  const extent = isFlat ? args.number("n", inner) : k.constant(inner, "i32");
  const lanes = base === undefined ? extent : k.min(k.sub(extent, base), chunk);
  builder.hintLanes(isFlat ? chunk : Math.min(chunk, inner));
  builder.lanes(lanes, (lane) => {
    indices.set(COLUMN, base === undefined ? lane : k.add(base, lane));
    const position = addForms(scaleForm(indexForm(ROW, outer), inner), indexForm(COLUMN, inner));
    const reader = new BodyReader(args, context, indices, new Map());
    const values = computeFull(args, reader, group.members, position);
    storeFull(args, context, values, reader.index(position));
  });
  return [...(isFlat ? [] : [outer]), ...(isChunked ? [Math.ceil(inner / chunk)] : [])];
}

/** Elements of the inner part: as many trailing axes as index maps allow without dividing in the lanes. */
function innerExtent(context: EmitContext): number {
  const { members } = context.group;
  const size = context.group.rows * context.group.columns;
  let best = size;
  for (const shape of candidateShapes(members)) {
    for (let axis = 0; axis < shape.length; axis++) {
      const inner = sizeOf(shape.slice(axis));
      best = inner;
      const position = addForms(scaleForm(indexForm(ROW, size / inner), inner), indexForm(COLUMN, inner));
      if (members.every((member) => isDivisionFree(member, position, COLUMN, context.isStop))) return inner;
    }
  }
  return best;
}

/** Shapes whose axes are worth trying: of the members, and of what their values are reshaped from. */
function candidateShapes(members: readonly Stage[]): Shape[] {
  const shapes = new Map<string, Shape>();
  const size = members[0]?.size ?? 0;
  for (const member of members) {
    for (
      let node: Node | undefined = member.node;
      node !== undefined && sizeOf(node.shape) === size;
      node = node.inputs[0]
    ) {
      shapes.set(node.shape.join(), node.shape);
      if (node.spec.kind === "reduce") break;
    }
  }
  return [...shapes.values()];
}

/** A program per row, with a phase for each depth of reductions. */
function emitRows(args: Arguments, context: EmitContext): number[] {
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
      if (stored.has(member)) builder.store(args.buffer(member.node), row, value);
    }
    const results = emitPhase(args, context, here, { indices, position, known, keep });
    for (const [member, value] of results) {
      known.set(member.node, value);
      uniform.values.set(member.node, value);
      if (stored.has(member)) builder.store(args.buffer(member.node), row, value);
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
  const full = here.filter((member) => roleOf(member, group) === "full");
  const reductions = here.filter((member) => member.rowReduce !== undefined);
  if (full.length === 0 && reductions.length === 0) return [];
  const body = (lane: Expr): Expr[] => {
    const reader = new BodyReader(args, context, new Map([...phase.indices, [COLUMN, lane]]), phase.keep.shared);
    for (const [node, value] of phase.known) reader.values.set(node, value);
    for (const node of phase.keep.recomputed)
      if (!full.some((member) => member.node === node)) reader.inlined.add(node);
    const values = computeFull(args, reader, full, phase.position);
    storeFull(args, context, values, reader.index(phase.position));
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
  let bytes = 0;
  for (const member of group.members) {
    if (roleOf(member, group) !== "full") continue;
    const isLate = group.members.some(
      (user) => user.reads.has(member.node) && (levels.get(user) ?? 0) > (levels.get(member) ?? 0),
    );
    if (!isLate) continue;
    const dtype = valueTypeOf(member.node.dtype);
    const rowBytes = group.columns * (dtype === "f64" ? 8 : 4);
    if (stored.has(member)) reread.add(member.node);
    else if (bytes + rowBytes <= SHARED_BYTES) {
      bytes += rowBytes;
      shared.set(member.node, args.k.shared("row", dtype, group.columns));
    } else recomputed.add(member.node);
  }
  return { reread, shared, recomputed };
}

/** Computes full members in order, before any is stored: an output may take the place of an input. */
function computeFull(args: Arguments, reader: BodyReader, members: readonly Stage[], position: Form): [Stage, Expr][] {
  const binder = new SharedBinder(args.k);
  return members.map((member) => {
    const [bound] = binder.bind([reader.resolver.below(member.node, position)]);
    const value = bound as Expr;
    const name = value.kind === "const" || value.kind === "var" ? value : args.k.let("v", value);
    reader.values.set(member.node, name);
    return [member, name];
  });
}

function storeFull(args: Arguments, context: EmitContext, values: readonly [Stage, Expr][], index: Expr): void {
  for (const [member, value] of values) {
    if (context.stored.has(member)) args.k.store(args.buffer(member.node), index, value);
  }
}

function bindOne(args: Arguments, value: Expr): Expr {
  const [bound] = new SharedBinder(args.k).bind([value]);
  return args.k.let("v", bound as Expr);
}
