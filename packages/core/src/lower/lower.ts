/**
 * @file Lowering: from a collected graph to a plan, by the passes of this folder, in order: simplify, mark, group, order,
 * emit, and slots. A pure function: it reads no device and no tensor. In development mode steps know the user's lines.
 */
import { describe } from "../ir/describe.ts";
import { development } from "../ir/development.ts";
import type { Node } from "../ir/node.ts";
import type { KernelProgram } from "../ir/program.ts";
import { sizeOf } from "../shape.ts";
import { analyseStage, FLAT, loopedStage, type Stage } from "./accesses.ts";
import type { Collected } from "./collect.ts";
import { emitGroup } from "./emit/emit-group.ts";
import { group } from "./group.ts";
import { indexForm } from "./index-form.ts";
import { kernelName } from "./kernel-name.ts";
import { aliasOf, isOpaque, type Marks, mark } from "./mark.ts";
import type { KernelStep, Plan, Step, StepParam } from "./plan.ts";
import { rarePart } from "./rare-part.ts";
import { simplify } from "./simplify.ts";
import { SlotTable } from "./slots.ts";
import { bytesOf, type DotUnit, type GroupUnit, groupUnits, orderUnits, type Unit } from "./units.ts";

/** Buffers left for the results of a kernel whose expressions read as many as they may. */
const SPARE_BUFFERS = 2;

export interface LowerOptions {
  /** Most buffers that one kernel may take; at least 4. */
  readonly maxBuffersPerKernel: number;
  /** The kernels of sorting, cumulative and scattered sums. Needed only for graphs that have such nodes. */
  readonly programOf?: ProgramOf | undefined;
  /** As in `Capabilities`. Default false. */
  readonly hasSerialLanes?: boolean | undefined;
  /** As in `Capabilities`. Default false. */
  readonly hasHalfProducts?: boolean | undefined;
  /** Leaves and outputs that are rows of larger buffers, as in `EmitContext`. An output among these is a `barrier`. */
  readonly places?: ReadonlyMap<Node, Node> | undefined;
  /** Barriers that need not be alone: they only give a value a buffer of its own. */
  readonly copies?: ReadonlySet<Node> | undefined;
}

/** Gives the kernels behind a node. */
export type ProgramOf = (node: Node) => KernelProgram;

/** The plan that computes the outputs of a collected graph. */
export function lower(collected: Collected, options: LowerOptions): Plan {
  const leaves = new Set(collected.leaves);
  const isLeaf = (node: Node): boolean => leaves.has(node);
  const simplified = simplify(collected.order, isLeaf, options);
  const outputs = collected.outputs.map((node) => simplified.get(node) ?? node);
  return lowerSimplified({ ...collected, outputs }, options);
}

/** What `lower` does with a graph that is simplified. */
function lowerSimplified(graph: Pick<Collected, "outputs" | "leaves" | "scalars">, options: LowerOptions): Plan {
  const { outputs } = graph;
  const leaves = new Set(graph.leaves);
  const isLeaf = (node: Node): boolean => leaves.has(node);
  const order = sortTopologically(outputs, isLeaf);
  const marks = mark(order, outputs, isLeaf, options.maxBuffersPerKernel - SPARE_BUFFERS);
  const units = unitsOf(order, marks, outputs, isLeaf, options);
  return new PlanBuilder(graph, marks, outputs, options).build(units);
}

/** All nodes under the outputs, inputs first. */
export function sortTopologically(outputs: readonly Node[], isLeaf: (node: Node) => boolean): Node[] {
  const order: Node[] = [];
  const state = new Map<Node, "open" | "done">();
  const stack = [...outputs].reverse();
  for (let node = stack[stack.length - 1]; node !== undefined; node = stack[stack.length - 1]) {
    const before = state.get(node);
    if (before !== undefined || isLeaf(node)) {
      stack.pop();
      if (before === "done") continue;
      state.set(node, "done");
      order.push(node);
      continue;
    }
    state.set(node, "open");
    for (let i = node.inputs.length - 1; i >= 0; i--) {
      const input = node.inputs[i];
      if (input !== undefined && !state.has(input)) stack.push(input);
    }
  }
  return order;
}

function unitsOf(
  order: readonly Node[],
  marks: Marks,
  outputs: readonly Node[],
  isLeaf: (n: Node) => boolean,
  options: LowerOptions,
): Unit[] {
  const position = new Map(order.map((node, i) => [node, i]));
  const stages = marks.staged.map((node) => analyseStage(node, position.get(node) ?? 0, marks.isStop));
  const opaque = order.filter((node) => isOpaque(node) && !isLeaf(node));
  const rare = opaque.length > 0 ? rarePart() : undefined;
  const opaqueInputs = (node: Node): readonly Node[] => rare?.opaqueInputs(node) ?? [];
  const wanted = new Set([...outputs.map(aliasOf), ...opaque.flatMap(opaqueInputs)]);
  const inputsOf = (node: Node): readonly Node[] => {
    if (isLeaf(node)) return [];
    return node.spec.kind === "result" ? node.inputs : isOpaque(node) ? opaqueInputs(node) : [];
  };
  const grouping = group(stages, {
    maxBuffers: options.maxBuffersPerKernel,
    isWantedElsewhere: (node) => wanted.has(node),
    isAlone: (node) => sizeOf(node.shape) === 0 || (node.spec.kind === "barrier" && options.copies?.has(node) !== true),
    inputsOf,
    looped: (stage) => loopedStage(stage, marks.isStop),
    isStop: marks.isStop,
  });
  const units = groupUnits(grouping);
  if (rare === undefined) return units;
  const bases = new Set(outputs.map(aliasOf));
  const maxBuffers = options.maxBuffersPerKernel;
  const isPart = (node: Node): boolean => options.places?.has(node) === true;
  return rare.withOpaqueUnits(units, order, opaque, { maxBuffers, isOutput: (node) => bases.has(node), isPart });
}

/** A kernel's step, before its bytes are counted. */
export type NewKernel = Omit<KernelStep, "kind" | "bytes">;

/** Writes a plan, unit by unit. */
export class PlanBuilder {
  readonly table = new SlotTable();
  readonly steps: Step[] = [];
  readonly options: LowerOptions;
  readonly #scalars: ReadonlyMap<Node, number>;
  readonly #leaves: readonly Node[];
  readonly #leafSet: ReadonlySet<Node>;
  readonly #marks: Marks;
  readonly #outputs: readonly Node[];

  constructor(
    collected: Pick<Collected, "leaves" | "scalars">,
    marks: Marks,
    outputs: readonly Node[],
    options: LowerOptions,
  ) {
    this.options = options;
    this.#leaves = collected.leaves;
    this.#leafSet = new Set(collected.leaves);
    this.#scalars = new Map(collected.scalars.map((node, i) => [node, i]));
    this.#marks = marks;
    this.#outputs = outputs;
  }

  build(units: readonly Unit[]): Plan {
    const table = this.table;
    const inputs = this.#leaves.map((leaf) => table.fixed(leaf, "input"));
    const bases = this.#outputs.map(aliasOf);
    for (const base of new Set(bases)) if (!this.#leafSet.has(base)) table.fixed(base, "output");
    const ordered = orderUnits(units, (node) => table.has(node));
    const lastUse = new Map<Node, Unit>();
    for (const unit of ordered) for (const node of [...unit.reads, ...unit.writes]) lastUse.set(node, unit);
    for (const unit of ordered) {
      const begin = this.steps.length;
      this.#addUnit(unit, lastUse);
      development?.noteSteps(this.steps, begin, unit, this.#leafSet);
    }
    const outputs = bases.map((base, i) => this.#outputSlot(base, bases.indexOf(base) === i));
    const { slots, scratchBytes } = table;
    return { slots, steps: this.steps, inputs, outputs, scalarCount: this.#scalars.size, scratchBytes };
  }

  /** The slot of an output; a copy, where it is an input of the plan or the same as an earlier output. */
  #outputSlot(base: Node, isFirst: boolean): number {
    const from = this.table.of(base);
    if (isFirst && !this.#leafSet.has(base)) return from;
    const sizeBytes = bytesOf(base);
    const to = this.table.slots.push({ role: "output", dtype: base.dtype, sizeBytes }) - 1;
    if (sizeBytes > 0) this.steps.push({ kind: "copy", slots: [from, to], sizeBytes, flops: 0, bytes: 2 * sizeBytes });
    return to;
  }

  #addUnit(unit: Unit, lastUse: ReadonlyMap<Node, Unit>): void {
    const table = this.table;
    const dying = new Set([...unit.reads, ...unit.writes].filter((node) => lastUse.get(node) === unit));
    if (unit.kind === "group") this.addKernel(this.emit(unit, dying).step);
    else rarePart().addOpaqueUnit(unit, dying, this);
    for (const node of dying) if (table.has(node)) table.release(table.of(node));
  }

  /** The kernel of a group. As the epilogue of a contraction, it may write its `host` where the product lies. */
  emit(unit: GroupUnit, dying: Set<Node>, dot?: DotUnit): { buffers: readonly Node[]; step: NewKernel } {
    const table = this.table;
    const inPlace = this.#inPlace(unit, dying, dot);
    for (const node of unit.writes) {
      const replaced = inPlace.get(node);
      if (replaced !== undefined && replaced !== dot?.node) {
        table.inherit(node, replaced);
        dying.delete(replaced);
      } else if (!table.has(node)) table.take(node);
    }
    const context = {
      group: unit.group,
      stored: unit.stored,
      isStop: (node: Node) => this.#marks.isStop(node),
      inPlace,
      places: this.options.places,
      hasSerialLanes: this.options.hasSerialLanes ?? false,
      rowLength: dot?.node.shape.at(-1),
    };
    const emitted = emitGroup(context, kernelName(unit.group));
    const params = emitted.params.map((param) => (typeof param === "number" ? param : this.scalar(param)));
    const flops = unit.group.members.reduce((sum, member) => sum + member.cost * member.size, 0);
    const { buffers, kernel, grid } = emitted;
    const slots = buffers.map((node) => table.of(node));
    const makes = unit.writes.map(describe).join(", ");
    return { buffers, step: { kernel, slots, params, grid, makes, flops } };
  }

  /** Outputs that may overwrite an input: one of equal size that dies here, and is read at the same element only. */
  #inPlace(unit: GroupUnit, dying: ReadonlySet<Node>, dot: DotUnit | undefined): Map<Node, Node> {
    const pairs = new Map<Node, Node>();
    const { members } = unit.group;
    if (members.some(({ rowReduce, spread }) => (rowReduce ?? spread) !== undefined)) return pairs;
    // Other elements of a product are still to be computed when an epilogue writes.
    const taken = new Set<Node>(dot === undefined ? [] : [dot.node, ...rarePart().opaqueInputs(dot.node)]);
    if (dot?.follower?.host !== undefined) pairs.set(dot.follower.host, dot.node);
    for (const node of unit.writes) {
      if (this.table.has(node) || pairs.has(node)) continue;
      const input = unit.reads.find(
        (read) => dying.has(read) && !taken.has(read) && this.#isOverwritable(read, node, members),
      );
      if (input === undefined) continue;
      taken.add(input);
      pairs.set(node, input);
    }
    return pairs;
  }

  #isOverwritable(read: Node, write: Node, members: readonly Stage[]): boolean {
    if (!this.table.has(read) || this.table.slots[this.table.of(read)]?.role !== "scratch") return false;
    if (read.dtype !== write.dtype || bytesOf(read) !== bytesOf(write)) return false;
    const element = indexForm(FLAT, sizeOf(write.shape)).key;
    return members.every((member) => [...(member.reads.get(read) ?? [])].every((position) => position === element));
  }

  /** The plan of the body of a scan. */
  lowerBody(graph: Parameters<typeof lowerSimplified>[0], extra: Partial<LowerOptions>): Plan {
    return lowerSimplified(graph, { ...this.options, ...extra });
  }

  addKernel(step: NewKernel): void {
    if (sizeOf(step.grid) === 0) return;
    this.steps.push({ kind: "kernel", ...step, bytes: this.bytes(step.slots) });
  }

  /** The parameter of a run-time scalar. */
  scalar(node: Node): StepParam {
    const scalar = this.#scalars.get(node);
    if (scalar === undefined) throw new Error("a run-time scalar was lost");
    return { scalar };
  }

  bytes(slots: readonly number[]): number {
    return slots.reduce((sum, slot) => sum + (this.table.slots[slot]?.sizeBytes ?? 0), 0);
  }
}
