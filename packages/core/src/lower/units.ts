/**
 * @file Fifth pass: the work of a plan as units, each a kernel of a group or an opaque node, put in an order that needs
 * little memory.
 */
import { DTYPES } from "../dtype.ts";
import type { Node } from "../ir/node.ts";
import { sizeOf } from "../shape.ts";
import type { Stage } from "./accesses.ts";
import { externalReads, type Group, type Grouping } from "./group.ts";

interface UnitBase {
  /** Nodes whose buffers are read, and written. */
  readonly reads: readonly Node[];
  readonly writes: readonly Node[];
  /** Position in the topological order. */
  readonly order: number;
}

export interface GroupUnit extends UnitBase {
  readonly kind: "group";
  readonly group: Group;
  readonly stored: ReadonlySet<Stage>;
}

export interface DotUnit extends UnitBase {
  readonly kind: "dot";
  readonly node: Node;
  readonly follower?: Follower;
}

/** A group that runs with the contraction before it. */
export interface Follower {
  readonly unit: GroupUnit;
  /** By rows, as a step of its own; else by elements, as the epilogue. */
  readonly isRows: boolean;
  /** The result whose buffer holds the product until the epilogue overwrites it. */
  readonly host: Node | undefined;
  /** True if the product is read by others, too. */
  readonly isKept: boolean;
}

export interface ProgramUnit extends UnitBase {
  readonly kind: "program";
  readonly node: Node;
}

export type Unit = GroupUnit | DotUnit | ProgramUnit;

export function bytesOf(node: Node): number {
  return sizeOf(node.shape) * DTYPES[node.dtype].sizeBytes;
}

export function groupUnits(grouping: Grouping): Unit[] {
  const units: Unit[] = [];
  for (const group of grouping.groups) {
    const stored = grouping.stored(group);
    const writes = stored.map((stage) => stage.node).filter((node) => sizeOf(node.shape) > 0);
    if (writes.length === 0) continue;
    const order = Math.max(...group.members.map((member) => member.order));
    units.push({ kind: "group", group, stored: new Set(stored), reads: [...externalReads(group)], writes, order });
  }
  return units;
}

/** Orders units so that each follows what it reads; among those that could run, the one that frees most memory is next. */
export function orderUnits(units: readonly Unit[], isKept: (node: Node) => boolean): Unit[] {
  const producer = new Map<Node, Unit>();
  for (const unit of units) for (const node of unit.writes) producer.set(node, unit);
  const readers = new Map<Node, Set<Unit>>();
  const missing = new Map<Unit, Set<Unit>>();
  for (const unit of units) {
    const needs = new Set<Unit>();
    for (const node of unit.reads) {
      const source = producer.get(node);
      if (source === undefined) continue;
      needs.add(source);
      readers.set(node, (readers.get(node) ?? new Set()).add(unit));
    }
    missing.set(unit, needs);
  }
  const growth = (unit: Unit): number => {
    let bytes = 0;
    for (const node of unit.writes) bytes += bytesOf(node);
    for (const node of new Set(unit.reads)) {
      const isLast = readers.get(node)?.size === 1 && !isKept(node);
      if (isLast) bytes -= bytesOf(node);
    }
    return bytes;
  };
  const ready = new Set(units.filter((unit) => missing.get(unit)?.size === 0));
  const ordered: Unit[] = [];
  while (ready.size > 0) {
    let next: Unit | undefined;
    let least = Infinity;
    for (const unit of ready) {
      const bytes = growth(unit);
      if (bytes < least || (bytes === least && next !== undefined && unit.order < next.order))
        [next, least] = [unit, bytes];
    }
    if (next === undefined) break;
    ready.delete(next);
    ordered.push(next);
    for (const node of next.reads) readers.get(node)?.delete(next);
    for (const node of next.writes) {
      for (const reader of readers.get(node) ?? []) {
        const needs = missing.get(reader);
        needs?.delete(next);
        if (needs?.size === 0) ready.add(reader);
      }
    }
  }
  if (ordered.length !== units.length) throw new Error("grouping made a cycle");
  return ordered;
}
