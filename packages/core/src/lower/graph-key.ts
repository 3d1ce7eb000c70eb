/**
 * @file The structural key of a graph, written node by node as 16-bit units into one reused array.
 *
 * A key is complete: what lowering can see of a graph can be read back from it, so graphs with equal units have one plan.
 * Shapes that follow from the inputs are left out. The hash only says where to look; whoever finds a key compares the units.
 */
import type { DType } from "../dtype.ts";
import type { NodeKind, NodeSpec } from "../ir/node.ts";
import { SCALARS, type ScalarOp } from "../scalar/table.ts";
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

/** A node starts with its kind or, if it is elementwise, its operation, and its dtype. 0 stands for one whose value is given. */
const LEAF = 0;
const FIRST_MAP = 64;
const DTYPE_STEP = 8;

/** Codes of kinds; negative where shape (and, of a constant, rank 0) follows from the attributes and inputs. */
const KINDS: Readonly<Record<Exclude<NodeKind, "map">, number>> = {
  buffer: 1,
  const: -2,
  scalar: -3,
  iota: 4,
  cast: -6,
  bitcast: -7,
  reshape: 8,
  permute: -9,
  expand: 10,
  pad: -11,
  shrink: -12,
  flip: -13,
  reduce: -14,
  dot: -15,
  gather: -16,
  scatterAdd: -17,
  sort: 18,
  cumsum: -19,
  kernel: -20,
  result: -21,
  detach: -22,
  barrier: -23,
  variable: -24,
  custom: -25,
  window: 26,
  fold: 27,
  conv: 28,
};

const DTYPE_CODES: Readonly<Record<DType, number>> = { f32: 0, f16: 1, i32: 2, u32: 3, bool: 4, f64: 5 };
const CONV_CODES = { output: 0, input: 1, weight: 2 } as const;
const REDUCE_CODES = { sum: 0, prod: 1, max: 2, min: 3 } as const;

/** The bits of a number, as units. */
const numbers = new Float64Array(1);
const numberUnits = new Uint16Array(numbers.buffer);

export class KeyWriter {
  #units = new Uint16Array(1024);
  #length = 0;
  #opCodes: Map<ScalarOp, number> | undefined;

  /** Starts a node whose value is given. */
  leaf(dtype: DType, shape: Shape): void {
    this.put(LEAF + DTYPE_CODES[dtype]);
    this.#list(shape);
  }

  /** Starts a node that is computed; the numbers of its inputs follow by `put`. */
  node(spec: NodeSpec, dtype: DType, shape: Shape): void {
    if (spec.kind === "map") {
      this.put((FIRST_MAP + this.#opCode(spec.op)) * DTYPE_STEP + DTYPE_CODES[dtype]);
      return;
    }
    const code = KINDS[spec.kind];
    this.put(Math.abs(code) * DTYPE_STEP + DTYPE_CODES[dtype]);
    if (code > 0) this.#list(shape);
    this.#attributes(spec);
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

  #attributes(spec: Exclude<NodeSpec, { kind: "map" }>): void {
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

  #opCode(op: ScalarOp): number {
    this.#opCodes ??= new Map((Object.keys(SCALARS) as ScalarOp[]).map((name, code) => [name, code]));
    return this.#opCodes.get(op) ?? -1;
  }

  #grow(): void {
    const larger = new Uint16Array(this.#units.length * 2);
    larger.set(this.#units);
    this.#units = larger;
  }
}
