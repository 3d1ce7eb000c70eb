/**
 * @file Fifth pass: the work of a plan as units, each a kernel of a group or an opaque node, put in an order that needs
 * little memory.
 */
import { DTYPES } from "../dtype.ts";
import { Node, resultTypes } from "../ir/node.ts";
import { sizeOf } from "../shape.ts";
import type { Stage } from "./accesses.ts";
import { externalReads, type Group, type Grouping } from "./group.ts";
import { aliasOf } from "./mark.ts";
import { rarePart } from "./rare-part.ts";
import { scanPart } from "./scan-part.ts";

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

export type Unit = GroupUnit | DotUnit | (UnitBase & { readonly kind: "program"; readonly node: Node });

export function bytesOf(node: Node): number {
  return sizeOf(node.shape) * DTYPES[node.dtype].sizeBytes;
}

/** The node of each result of an opaque node: those of the graph, and new ones for results that nobody reads. */
export function resultsOf(node: Node, known: ReadonlyMap<Node, readonly Node[]>): readonly Node[] {
  if (node.spec.kind !== "sort" && node.spec.kind !== "kernel" && node.spec.kind !== "scan") return [node];
  const present = known.get(node) ?? [];
  const { spec } = node;
  return resultTypes(node).flatMap((type, index) => {
    const found = present.find((result) => result.spec.kind === "result" && result.spec.index === index);
    // A stack of results that nobody reads is not made.
    if (found === undefined && spec.kind === "scan" && index >= spec.carries) return [];
    return [found ?? new Node({ kind: "result", index }, [node], type.shape, type.dtype, false)];
  });
}

/** Nodes whose buffers an opaque node reads. */
export function opaqueInputs(node: Node): readonly Node[] {
  if (node.spec.kind === "dot") {
    const { a, b } = rarePart().dotSpec(node);
    return [aliasOf(a), aliasOf(b)];
  }
  if (node.spec.kind === "scan") return scanPart().scanReads(node).map(aliasOf);
  const inputs = node.spec.kind === "kernel" ? node.inputs.filter((x) => !isNumber(x)) : node.inputs;
  return inputs.map(aliasOf);
}

/** True for inputs of kernel programs that are passed as numbers. */
export function isNumber(node: Node): boolean {
  return node.spec.kind === "scalar" || node.spec.kind === "const";
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

export function opaqueUnits(order: readonly Node[], isOpaque: (node: Node) => boolean): Unit[] {
  const results = new Map<Node, Node[]>();
  for (const node of order) {
    const [source] = node.inputs;
    if (node.spec.kind === "result" && source !== undefined)
      results.set(source, [...(results.get(source) ?? []), node]);
  }
  const units: Unit[] = [];
  order.forEach((node, position) => {
    if (!isOpaque(node)) return;
    const kind = node.spec.kind === "dot" ? "dot" : "program";
    units.push({ kind, node, reads: opaqueInputs(node), writes: resultsOf(node, results), order: position });
  });
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
