/**
 * @file Third pass: staged nodes that one kernel can compute together. A group iterates over rows × columns; a member is
 * *full* (a value for each element), *row* (a value for each row) or a *row reduction* (over the columns of each row).
 * Members may depend on each other only within an element or a row. Groups start with one member each and are merged
 * along dependencies while that stays true, no cycle arises, and the buffers of the kernel suffice.
 *
 * A group that grows does not know which of its values will be read outside in the end. So grouping is done twice: once
 * counting a buffer for each value that may be, and once in the hope that what reads it joins, which is checked afterwards.
 */
import type { Node } from "../ir/node.ts";
import { FLAT, type Stage } from "./accesses.ts";
import { divForm, indexForm } from "./index-form.ts";
import { MergeOrder } from "./merge-order.ts";
import { loadedRare } from "./rare-part.ts";

export interface Group {
  readonly members: readonly Stage[];
  readonly rows: number;
  /** 1 if no member is a row reduction: `rows` is then the number of elements. */
  readonly columns: number;
}

/** What a member computes within its group. */
export type Role = "full" | "row" | "rowReduce" | "spread";

export function roleOf(stage: Stage, group: Pick<Group, "rows" | "columns">): Role {
  if (stage.rowReduce !== undefined) return "rowReduce";
  if (stage.spread !== undefined) return "spread";
  return stage.size === group.rows * group.columns ? "full" : "row";
}

/** Most elements that one program reduces while other members of its group need all of them. */
const MAX_ROW = 1 << 16;
const MAX_MEMBERS = 32;
/** Most elements that a lane reduces by itself where that saves a kernel. */
const MAX_LOOP = 128;
/** Most work for one element, in additions: what is more gains nothing by fusion, and is long to compile. */
const MAX_WORK = 1024;

export interface GroupOptions {
  /** Most buffers of one kernel. */
  readonly maxBuffers: number;
  /** True if the node's value is wanted outside of all groups: by an opaque step, or as an output. */
  isWantedElsewhere(node: Node): boolean;
  /** True if nothing may be fused with the node. */
  isAlone(node: Node): boolean;
  /** What the computation of a node outside of groups depends on. */
  inputsOf(node: Node): readonly Node[];
  /** A row reduction as one in which each lane reduces a row, in a loop. */
  looped(stage: Stage): Stage;
  isStop(node: Node): boolean;
}

class MutableGroup implements Group {
  members: Stage[];
  rows: number;
  columns: number;
  /** For one element, in additions. */
  work: number;

  constructor(stage: Stage) {
    this.members = [stage];
    this.work = stage.cost / stage.loopLength;
    this.rows = stage.rowReduce?.rows ?? stage.size;
    this.columns = stage.rowReduce?.columns ?? 1;
  }
}

class Grouper {
  readonly groups = new Set<MutableGroup>();
  readonly #groupOf = new Map<Node, MutableGroup>();
  readonly #readers = new Map<Node, Stage[]>();
  /** In which groups, and what is computed by other means, can run. */
  readonly #order = new MergeOrder<MutableGroup | Node>((item) => this.#inputsOf(item));
  readonly #outsiders = new Set<Node>();
  readonly #options: GroupOptions;
  readonly #isHopeful: boolean;

  /** @param isHopeful while groups grow, only what is read by other groups already counts as stored */
  constructor(stages: readonly Stage[], options: GroupOptions, isHopeful: boolean) {
    this.#options = options;
    this.#isHopeful = isHopeful;
    for (const stage of stages) {
      for (const node of stage.reads.keys()) this.#readers.set(node, [...(this.#readers.get(node) ?? []), stage]);
    }
    for (const stage of stages) this.#add(stage);
    this.#mergeSiblings();
  }

  /** Merges groups that read the same value. */
  #mergeSiblings(): void {
    for (const stages of this.#readers.values()) {
      const [first, ...others] = new Set(stages.map((stage) => this.#groupOf.get(stage.node)));
      for (const other of others) {
        if (first !== undefined && other !== undefined && this.groups.has(first) && this.groups.has(other))
          this.#tryMerge(first, other);
      }
    }
  }

  #add(stage: Stage): void {
    const group = new MutableGroup(stage);
    this.groups.add(group);
    for (const node of stage.reads.keys()) this.#addOutsiders(node);
    this.#groupOf.set(stage.node, group);
    this.#order.add(group);
    if (this.#options.isAlone(stage.node)) return;
    const producers = [...stage.reads.keys()].map((node) => this.#groupOf.get(node));
    for (const producer of new Set(producers)) {
      const current = this.#groupOf.get(stage.node);
      if (producer !== undefined && current !== undefined && this.groups.has(producer))
        this.#tryMerge(producer, current);
    }
  }

  #tryMerge(a: MutableGroup, b: MutableGroup): void {
    if (a === b || a.members.length + b.members.length > MAX_MEMBERS || a.work + b.work > MAX_WORK) return;
    if (a.members.some((m) => this.#options.isAlone(m.node))) return;
    const [left, right] = [this.#besides(a, b), this.#besides(b, a)];
    const extents = commonExtents(left, right);
    if (extents === undefined) return;
    const merged = { members: [...left.members, ...right.members].sort((x, y) => x.order - y.order), ...extents };
    if (!this.#isLocal(merged) || !this.#fitsBuffers(merged)) return;
    if (!this.#order.tryMerge(a, b)) return;
    for (const [group, now] of [
      [a, left],
      [b, right],
    ] as const)
      if (now !== group) now.members.forEach((by, i) => void this.#replace(group.members[i] as Stage, by));
    for (const member of b.members) this.#groupOf.set(member.node, a);
    this.groups.delete(b);
    a.members = merged.members;
    a.rows = merged.rows;
    a.columns = merged.columns;
    a.work += b.work;
  }

  /**
   * A group in the form in which it could join the other: a short reduction with one result for each element of a group of
   * rows runs in the lanes of these, such as the comparison of each class with all others of its row. It must need what the
   * rows know: the sum over all rows, a single program, is not to draw in what rows do by themselves.
   */
  #besides(group: MutableGroup, other: MutableGroup): Group {
    const [only] = group.members;
    const rows = only?.rowReduce;
    const isShort = group.members.length === 1 && rows !== undefined && rows.columns <= MAX_LOOP;
    if (!isShort || other.columns === 1 || rows.rows !== other.rows * other.columns)
      return loadedRare()?.spreadBeside(group, other, this.#options) ?? group;
    const { reads } = only as Stage;
    if (other.rows === 1 || !other.members.some(({ node }) => reads.has(node))) return group;
    return { members: [this.#options.looped(only as Stage)], rows: rows.rows, columns: 1 };
  }

  /** Makes readers of values see a stage in its new form. */
  #replace(stage: Stage, by: Stage): void {
    for (const node of stage.reads.keys()) {
      const readers = this.#readers.get(node) ?? [];
      this.#readers.set(
        node,
        readers.map((reader) => (reader === stage ? by : reader)),
      );
    }
  }

  /** Members read each other at their own element or row only. */
  #isLocal(group: Group): boolean {
    const inside = new Map(group.members.map((member) => [member.node, member]));
    const size = group.rows * group.columns;
    const element = indexForm(FLAT, size).key;
    const rowOfElement = divForm(indexForm(FLAT, size), group.columns).key;
    const row = indexForm(FLAT, group.rows).key;
    const isShared = loadedRare()?.isShared;
    for (const member of group.members) {
      const isRow = roleOf(member, group) === "row";
      if (isRow && member.size !== group.rows) return false;
      for (const [node, positions] of member.reads) {
        const producer = inside.get(node);
        if (producer === undefined) continue;
        if ((producer.spread ?? member.spread) !== undefined) {
          if (isRow || isShared?.(member, producer, group, this.#options.isStop) !== true) return false;
          continue;
        }
        const isFull = roleOf(producer, group) === "full";
        if (isRow && isFull) return false;
        const expected = isRow ? row : isFull ? element : rowOfElement;
        for (const position of positions) if (position !== expected) return false;
      }
    }
    return true;
  }

  #fitsBuffers(group: Group): boolean {
    return externalReads(group).size + this.stored(group).length <= this.#options.maxBuffers;
  }

  /** The members whose values are wanted outside of the group. */
  stored(group: Group): Stage[] {
    const inside = new Set(group.members.map((member) => member.node));
    return group.members.filter(
      (member) =>
        this.#options.isWantedElsewhere(member.node) ||
        (this.#readers.get(member.node) ?? []).some((reader) => !inside.has(reader.node) && !this.#mayJoin(reader)),
    );
  }

  /** True for stages to come, if these are taken to join the groups of what they read. */
  #mayJoin(stage: Stage): boolean {
    return this.#isHopeful && !this.#groupOf.has(stage.node);
  }

  /** True if every group's kernel has the buffers that it needs. */
  get isSound(): boolean {
    return [...this.groups].every((group) => this.#fitsBuffers(group));
  }

  /** What a group, or a node outside of all groups, needs. */
  *#inputsOf(item: MutableGroup | Node): Iterable<MutableGroup | Node> {
    if (!(item instanceof MutableGroup)) {
      for (const input of this.#options.inputsOf(item)) yield this.#itemOf(input);
      return;
    }
    for (const member of item.members) for (const node of member.reads.keys()) yield this.#itemOf(node);
  }

  #itemOf(node: Node): MutableGroup | Node {
    return this.#groupOf.get(node) ?? node;
  }

  /** Puts into the order what no group computes, but needs what groups do; inputs first. */
  #addOutsiders(last: Node): void {
    const stack = [last];
    for (let node = stack[stack.length - 1]; node !== undefined; node = stack[stack.length - 1]) {
      const inputs = this.#groupOf.has(node) || this.#outsiders.has(node) ? [] : this.#options.inputsOf(node);
      const missing = inputs.filter((input) => !this.#groupOf.has(input) && !this.#outsiders.has(input));
      stack.push(...missing);
      if (missing.length > 0) continue;
      stack.pop();
      if (this.#groupOf.has(node) || this.#outsiders.has(node)) continue;
      this.#outsiders.add(node);
      if (inputs.length > 0) this.#order.add(node);
    }
  }
}

/** Values from outside that a group's kernel reads. */
export function externalReads(group: Group): Set<Node> {
  const inside = new Set(group.members.map((member) => member.node));
  const reads = new Set<Node>();
  for (const member of group.members) for (const node of member.reads.keys()) if (!inside.has(node)) reads.add(node);
  return reads;
}

/** Extents over which two groups can run together, if there are any. */
function commonExtents(a: Group, b: Group): { rows: number; columns: number } | undefined {
  const shaped = [a, b].filter((group) => group.columns > 1);
  const [first, second] = shaped;
  if (first === undefined) return a.rows === b.rows ? { rows: a.rows, columns: 1 } : undefined;
  if (second !== undefined) {
    return first.rows === second.rows && first.columns === second.columns
      ? { rows: first.rows, columns: first.columns }
      : undefined;
  }
  const { rows, columns } = first;
  const plain = a.columns > 1 ? b : a;
  if (plain.rows === rows) return { rows, columns };
  const longest = Math.max(...plain.members.map((member) => member.loopLength));
  const isParallel = rows >= 16 || columns * longest <= MAX_ROW;
  return plain.rows === rows * columns && isParallel ? { rows, columns } : undefined;
}

export interface Grouping {
  readonly groups: readonly Group[];
  /** The members of a group whose values go to buffers. */
  stored(group: Group): readonly Stage[];
}

/** Groups staged nodes, given in topological order: the fewer groups that suffice. */
export function group(stages: readonly Stage[], options: GroupOptions): Grouping {
  const careful = new Grouper(stages, options, false);
  const hopeful = new Grouper(stages, options, true);
  const grouper = hopeful.isSound && hopeful.groups.size < careful.groups.size ? hopeful : careful;
  return { groups: [...grouper.groups], stored: (of) => grouper.stored(of) };
}
