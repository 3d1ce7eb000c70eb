/**
 * @file Buffer slots from lifetimes: inputs and outputs have slots of their own; scratch slots are given again once
 * nothing that comes later reads them.
 */
import { DTYPES, type DType } from "../dtype.ts";
import type { Node } from "../ir/node.ts";
import type { Slot } from "./plan.ts";
import { bytesOf } from "./units.ts";

export class SlotTable {
  readonly slots: Slot[] = [];
  readonly #slotOf = new Map<Node, number>();
  readonly #free = new Map<string, number[]>();

  /** A slot for a node that is given, or kept after the plan. */
  fixed(node: Node, role: "input" | "output"): number {
    const slot = this.#push(role, node.dtype, bytesOf(node));
    this.#slotOf.set(node, slot);
    return slot;
  }

  /** The slot of a node that has one. */
  of(node: Node): number {
    const slot = this.#slotOf.get(node);
    if (slot === undefined) throw new Error(`no buffer holds the ${node.spec.kind} node ${node.id}`);
    return slot;
  }

  has(node: Node): boolean {
    return this.#slotOf.has(node);
  }

  /** A scratch slot for a node. */
  take(node: Node): number {
    const slot = this.scratch(node.dtype, bytesOf(node));
    this.#slotOf.set(node, slot);
    return slot;
  }

  /** Lets a node take over the slot of another, which is not read any more. */
  inherit(node: Node, from: Node): void {
    this.#slotOf.set(node, this.of(from));
    this.#slotOf.delete(from);
  }

  scratch(dtype: DType, sizeBytes: number): number {
    return this.#free.get(slotKey(dtype, sizeBytes))?.pop() ?? this.#push("scratch", dtype, sizeBytes);
  }

  /** Returns a scratch slot. */
  release(slot: number): void {
    const { dtype, sizeBytes, role } = this.slots[slot] as Slot;
    if (role !== "scratch") return;
    const key = slotKey(dtype, sizeBytes);
    const list = this.#free.get(key) ?? [];
    this.#free.set(key, [...list, slot]);
  }

  get scratchBytes(): number {
    return this.slots.reduce((sum, slot) => sum + (slot.role === "scratch" ? slot.sizeBytes : 0), 0);
  }

  #push(role: Slot["role"], dtype: DType, sizeBytes: number): number {
    this.slots.push({ role, dtype, sizeBytes });
    return this.slots.length - 1;
  }
}

/** Slots are alike if a kernel sees buffers of equal length. */
function slotKey(dtype: DType, sizeBytes: number): string {
  return `${DTYPES[dtype].sizeBytes}:${sizeBytes}`;
}
