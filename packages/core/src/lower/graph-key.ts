/**
 * @file The structural key of a graph, written node by node as 16-bit units into one reused array.
 *
 * A key is complete: what lowering can see of a graph can be read back from it, so graphs with equal units have one plan.
 * Shapes that follow from the inputs are left out. The hash only says where to look; whoever finds a key compares the units.
 */
import type { DType } from "../dtype.ts";
import type { Node, NodeSpec } from "../ir/node.ts";
import { givenCode, kindIn, kindSet } from "../ir/node-code.ts";
import type { Shape } from "../shape.ts";
import { programNumber } from "./program-key.ts";

/** A key, and a number that is equal for equal keys. */
export interface GraphKey {
  readonly units: Uint16Array;
  readonly hash: number;
}

/** Whether two keys are of graphs that have one plan. */
export function sameKey(a: GraphKey, b: GraphKey): boolean {
  const { length } = a.units;
  if (a.hash !== b.hash || length !== b.units.length) return false;
  for (let i = 0; i < length; i++) if (a.units[i] !== b.units[i]) return false;
  return true;
}

/** Kinds whose shape does not follow from their attributes and inputs. All others leave it out. */
const WITH_SHAPE = kindSet("buffer", "iota", "reshape", "expand", "sort", "window", "fold", "conv");
/** Kinds that are more than their inputs, shape and dtype. */
const WITH_ATTRIBUTES = kindSet(
  "const",
  "iota",
  "permute",
  "pad",
  "shrink",
  "flip",
  "reduce",
  "gather",
  "scatterAdd",
  "sort",
  "kernel",
  "scan",
  "result",
  "window",
  "fold",
  "conv",
);

/** The bits of a number, as units. */
const numbers = new Float64Array(1);
const numberUnits = new Uint16Array(numbers.buffer);

export class KeyWriter {
  #units = new Uint16Array(1024);
  #length = 0;

  /** Starts a node whose value is given. */
  leaf(dtype: DType, shape: Shape): void {
    this.put(givenCode(dtype));
    this.#list(shape);
  }

  /** Starts a node that is computed; the numbers of its inputs follow by `put`. */
  node(node: Node): void {
    this.put(node.code);
    const kind = kindIn(node.code);
    if (WITH_SHAPE[kind] === 1) this.#list(node.shape);
    if (WITH_ATTRIBUTES[kind] === 1) this.#attributes(node.spec);
  }

  /** Writes an integer: one unit below 2^15, else several. */
  put(value: number): void {
    if (this.#length + 8 > this.#units.length) this.#grow();
    if (value >= 0 && value < 0x8000) this.#units[this.#length++] = value;
    else this.#putLong(value);
  }

  /** The key of what was written; the writer is empty afterwards. */
  take(): GraphKey {
    const units = this.#units.slice(0, this.#length);
    let hash = this.#length;
    for (let i = 0; i < units.length; i++) hash = Math.imul(hash ^ (units[i] as number), 0x01000193);
    this.#length = 0;
    return { units, hash };
  }

  #putLong(value: number): void {
    let rest = value < 0 ? -1 - value : value;
    if (value < 0) this.#units[this.#length++] = 0xffff;
    while (rest >= 0x8000) {
      this.#units[this.#length++] = 0x8000 + (rest % 0x7000);
      rest = Math.floor(rest / 0x7000);
    }
    this.#units[this.#length++] = rest;
  }

  /** Writes any number. */
  #number(value: number): void {
    numbers[0] = value;
    for (let i = 0; i < 4; i++) this.#units[this.#length++] = numberUnits[i] as number;
  }

  #list(values: readonly number[]): void {
    this.put(values.length);
    for (let i = 0; i < values.length; i++) this.put(values[i] as number);
  }

  #attributes(spec: NodeSpec): void {
    if (spec.kind === "const") this.#number(spec.value);
    else if (spec.kind === "kernel") this.put(programNumber(spec.program));
    else for (const [name, value] of Object.entries(spec)) if (name !== "kind") this.#value(value);
  }

  /** Writes an attribute, so that it ends where what follows begins. Of one kind of node, all have values of the same types. */
  #value(value: unknown): void {
    if (typeof value === "string") {
      this.put(value.length);
      for (let i = 0; i < value.length; i++) this.put(value.charCodeAt(i));
    } else if (Array.isArray(value)) this.#list(value);
    else if (typeof value === "object" && value !== null) for (const each of Object.values(value)) this.#value(each);
    else if (typeof value === "boolean" || Number.isInteger(value)) this.put(Number(value));
    else throw new TypeError(`an attribute that keys cannot hold: ${String(value)}`);
  }

  #grow(): void {
    const larger = new Uint16Array(this.#units.length * 2);
    larger.set(this.#units);
    this.#units = larger;
  }
}
