/**
 * @file The structural key of a graph, written node by node as 16-bit code units into one reused array.
 * A string of code units is compared exactly, and made several times faster than one of readable text.
 */
import type { DType } from "../dtype.ts";
import type { NodeKind, NodeSpec } from "../ir/node.ts";
import { SCALARS, type ScalarOp } from "../scalar/table.ts";
import type { Shape } from "../shape.ts";
import { programNumber } from "./program-key.ts";

/** Stands for a node whose value is given; kinds come after it. */
const LEAF = 0;

const KINDS: Readonly<Record<NodeKind, number>> = {
  buffer: 1,
  const: 2,
  scalar: 3,
  iota: 4,
  map: 5,
  cast: 6,
  bitcast: 7,
  reshape: 8,
  permute: 9,
  expand: 10,
  pad: 11,
  shrink: 12,
  flip: 13,
  reduce: 14,
  dot: 15,
  gather: 16,
  scatterAdd: 17,
  sort: 18,
  cumsum: 19,
  kernel: 20,
  result: 21,
  detach: 22,
  barrier: 23,
  variable: 24,
  custom: 25,
  window: 26,
  fold: 27,
  conv: 28,
};

const DTYPE_CODES: Readonly<Record<DType, number>> = { f32: 0, f16: 1, i32: 2, u32: 3, bool: 4, f64: 5 };
const CONV_CODES = { output: 0, input: 1, weight: 2 } as const;
const REDUCE_CODES = { sum: 0, prod: 1, max: 2, min: 3 } as const;

export class KeyWriter {
  #units = new Uint16Array(1024);
  #length = 0;
  #opCodes: Map<ScalarOp, number> | undefined;

  /** Starts a node whose value is given. */
  leaf(dtype: DType, shape: Shape): void {
    this.put(LEAF);
    this.#type(dtype, shape);
  }

  /** Starts a node that is computed; the numbers of its inputs follow by `put`. */
  node(spec: NodeSpec, dtype: DType, shape: Shape): void {
    this.put(KINDS[spec.kind]);
    this.#type(dtype, shape);
    this.#attributes(spec);
  }

  /** Writes an integer: one unit below 2^15, else several. */
  put(value: number): void {
    if (this.#length + 8 > this.#units.length) this.#grow();
    let rest = value < 0 ? -2 * value - 1 : value;
    if (value < 0) this.#units[this.#length++] = 0xffff;
    while (rest >= 0x8000) {
      this.#units[this.#length++] = 0x8000 + (rest % 0x7000);
      rest = Math.floor(rest / 0x7000);
    }
    this.#units[this.#length++] = rest;
  }

  /** The text of what was written; the writer is empty afterwards. */
  take(): string {
    let text = "";
    for (let begin = 0; begin < this.#length; begin += 4096) {
      const part = this.#units.subarray(begin, Math.min(begin + 4096, this.#length));
      text += String.fromCharCode.apply(undefined, part as unknown as number[]);
    }
    this.#length = 0;
    return text;
  }

  #type(dtype: DType, shape: Shape): void {
    this.put(DTYPE_CODES[dtype]);
    this.#list(shape);
  }

  #list(values: readonly number[]): void {
    this.put(values.length);
    for (let i = 0; i < values.length; i++) this.put(values[i] as number);
  }

  #attributes(spec: NodeSpec): void {
    switch (spec.kind) {
      case "map":
        this.put(this.#opCode(spec.op));
        break;
      case "const":
        this.put(spec.value);
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
