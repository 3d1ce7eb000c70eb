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
  "result",
  "window",
  "fold",
  "conv",
);

const CONV_CODES = { output: 0, input: 1, weight: 2 } as const;
const REDUCE_CODES = { sum: 0, prod: 1, max: 2, min: 3 } as const;

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
    switch (spec.kind) {
      case "const":
        this.#number(spec.value);
        break;
      case "iota":
      case "gather":
      case "scatterAdd":
        this.put(spec.axis);
        break;
      case "permute":
        this.#list(spec.order);
        break;
      case "pad":
        this.#list(spec.before);
        this.#list(spec.after);
        break;
      case "shrink":
        this.#list(spec.begin);
        this.#list(spec.end);
        break;
      case "flip":
        this.#list(spec.axes);
        break;
      case "reduce":
        this.put(REDUCE_CODES[spec.op]);
        this.#list(spec.axes);
        break;
      case "window":
      case "fold":
        this.#list([spec.axis, spec.stride, spec.dilation]);
        break;
      case "conv":
        this.put(CONV_CODES[spec.of]);
        for (const value of Object.values(spec.geometry)) this.#list([value].flat());
        break;
      case "sort":
        this.put(spec.isDescending ? 1 : 0);
        break;
      case "kernel":
        this.put(programNumber(spec.program));
        break;
      case "result":
        this.put(spec.index);
        break;
      case "map":
      case "buffer":
      case "scalar":
      case "cast":
      case "bitcast":
      case "reshape":
      case "expand":
      case "dot":
      case "cumsum":
      case "detach":
      case "barrier":
      case "variable":
      case "custom":
        break;
      default:
        spec satisfies never;
    }
  }

  #grow(): void {
    const larger = new Uint16Array(this.#units.length * 2);
    larger.set(this.#units);
    this.#units = larger;
  }
}
