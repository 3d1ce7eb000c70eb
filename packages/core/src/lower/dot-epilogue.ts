/**
 * @file Which group runs with the contraction before it. An elementwise group that reads the product at its own element is
 * the product's epilogue; a row group that reads it in its own row follows it, so that a backend may run it for some rows
 * at a time. Grouping does not know of this: it is decided for units that stand.
 */
import type { Node } from "../ir/node.ts";
import { sizeOf } from "../shape.ts";
import { FLAT } from "./accesses.ts";
import { indexForm } from "./index-form.ts";
import type { DotUnit, GroupUnit, Unit } from "./units.ts";

/** Shorter rows are not worth a program of their own, unless they are few. */
const MIN_COLUMNS = 8;
const FEW_ROWS = 8;

export interface FuseOptions {
  /** Most buffers of one kernel. */
  readonly maxBuffers: number;
  /** True for outputs of the plan. */
  isOutput(node: Node): boolean;
  /** True if a product cannot lie in the node's buffer until its epilogue overwrites it. */
  isPart(node: Node): boolean;
}

/** Puts contractions and the groups behind them together, where that may be done. */
export function fuseDots(units: readonly Unit[], options: FuseOptions): Unit[] {
  const fuser = new Fuser(units, options);
  for (const unit of units) if (unit.kind === "dot") fuser.fuse(unit);
  return [...fuser.units];
}

class Fuser {
  readonly units: Set<Unit>;
  readonly #options: FuseOptions;
  readonly #producer = new Map<Node, Unit>();
  readonly #readers = new Map<Node, Set<Unit>>();

  constructor(units: readonly Unit[], options: FuseOptions) {
    this.units = new Set();
    this.#options = options;
    for (const unit of units) this.#add(unit);
  }

  /** Gives a contraction the first group that can run with it. */
  fuse(dot: DotUnit): void {
    const readers = [...(this.#readers.get(dot.node) ?? [])].sort((a, b) => a.order - b.order);
    for (const reader of readers) {
      if (reader.kind !== "group" || !readsOwnElement(reader, dot.node)) continue;
      const isKept = readers.length > 1 || this.#options.isOutput(dot.node);
      const joined = join(dot, reader, isKept, this.#options);
      if (joined === undefined || this.#isNeededBefore(dot, reader)) continue;
      this.#remove(dot);
      this.#remove(reader);
      this.#add(joined);
      return;
    }
  }

  /** True if something that a reader of the product needs comes after the product itself. */
  #isNeededBefore(dot: DotUnit, reader: GroupUnit): boolean {
    const seen = new Set<Unit>();
    const stack = reader.reads.filter((node) => node !== dot.node);
    for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
      const unit = this.#producer.get(node);
      if (unit === dot) return true;
      // What comes before the product does not depend on it.
      if (unit === undefined || unit.order < dot.order || seen.has(unit)) continue;
      seen.add(unit);
      stack.push(...unit.reads);
    }
    return false;
  }

  #add(unit: Unit): void {
    this.units.add(unit);
    for (const node of unit.writes) this.#producer.set(node, unit);
    for (const node of unit.reads) this.#readers.set(node, (this.#readers.get(node) ?? new Set()).add(unit));
  }

  #remove(unit: Unit): void {
    this.units.delete(unit);
    for (const node of unit.reads) this.#readers.get(node)?.delete(unit);
  }
}

/** True if the members of a group that read a product read the element at which they are. */
function readsOwnElement({ group }: GroupUnit, product: Node): boolean {
  const size = sizeOf(product.shape);
  if (group.rows * group.columns !== size) return false;
  const element = indexForm(FLAT, size).key;
  return group.members.every((member) => [...(member.reads.get(product) ?? [])].every((at) => at === element));
}

/** A contraction together with a group; undefined if the one cannot follow the other by rows, or has too many buffers. */
function join(dot: DotUnit, unit: GroupUnit, isKept: boolean, options: FuseOptions): DotUnit | undefined {
  const { node } = dot;
  const columns = node.shape.at(-1) ?? 1;
  const rows = sizeOf(node.shape) / columns;
  const reads = unit.reads.filter((read) => read !== node);
  if (unit.group.members.some((member) => member.spread !== undefined)) return undefined;
  const common = { ...dot, reads: [...new Set([...dot.reads, ...reads])], order: Math.max(dot.order, unit.order) };
  if (unit.group.members.some((member) => member.rowReduce !== undefined)) {
    if (unit.group.columns !== columns) return undefined;
    return { ...common, writes: [...unit.writes, node], follower: { unit, host: undefined, isKept, isRows: true } };
  }
  if (columns < MIN_COLUMNS && rows > FEW_ROWS) return undefined;
  if (dot.reads.length + reads.length + unit.writes.length + (isKept ? 1 : 0) > options.maxBuffers) return undefined;
  const host = isKept ? undefined : unit.writes.find((write) => write.dtype === node.dtype && !options.isPart(write));
  const writes = host === undefined ? [...unit.writes, node] : unit.writes;
  return { ...common, writes, follower: { unit, host, isKept, isRows: false } };
}
