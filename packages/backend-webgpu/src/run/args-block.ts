/**
 * @file The argument blocks of a plan's steps, one behind the other in one uniform buffer. It is written when a number
 * in it changes, and only as far as it does.
 */
import type { ScalarParam } from "@adjoint/core";
import { BUFFER_USAGE } from "../device/constants.ts";

type ArgDType = ScalarParam["dtype"];

/** Where blocks may begin in a uniform buffer, on every device. */
const ALIGNMENT_BYTES = 256;

interface ScalarWord {
  readonly word: number;
  readonly dtype: ArgDType;
  /** Of the plan. */
  readonly scalar: number;
}

export class ArgsBlock {
  #bytes = new ArrayBuffer(ALIGNMENT_BYTES);
  #words = new Uint32Array(this.#bytes);
  #floats = new Float32Array(this.#bytes);
  #endBytes = 0;
  readonly #scalars: ScalarWord[] = [];
  #buffer: GPUBuffer | undefined;
  /** Words that the device has not got yet. */
  #dirtyFrom = 0;
  #dirtyTo = 0;

  /** Begins a block of this size; gives its offset in bytes. */
  begin(sizeBytes: number): number {
    const offset = this.#endBytes;
    this.#endBytes = offset + Math.ceil(sizeBytes / ALIGNMENT_BYTES) * ALIGNMENT_BYTES;
    if (this.#endBytes > this.#bytes.byteLength) this.#grow();
    return offset;
  }

  /** Writes a number that never changes. */
  fix(offset: number, dtype: ArgDType, value: number): void {
    this.#set(offset / 4, dtype, value);
  }

  /** Leaves a place for a scalar of the plan. */
  leave(offset: number, dtype: ArgDType, scalar: number): void {
    this.#scalars.push({ word: offset / 4, dtype, scalar });
  }

  /** Writes words that never change. */
  fixWords(offset: number, words: Uint32Array): void {
    this.#words.set(words, offset / 4);
  }

  /** Makes the uniform buffer, once all blocks are there. */
  allocate(device: GPUDevice): GPUBuffer {
    const { copyDst, uniform } = BUFFER_USAGE;
    const size = Math.max(ALIGNMENT_BYTES, this.#endBytes);
    this.#buffer = device.createBuffer({ label: "arguments", size, usage: uniform | copyDst });
    this.#dirtyTo = this.#endBytes / 4;
    return this.#buffer;
  }

  /** Brings the scalars of a run to the device. */
  write(queue: GPUQueue, values: ArrayLike<number>): void {
    const scalars = this.#scalars;
    const words = this.#words;
    for (const { word, dtype, scalar } of scalars) {
      const before = words[word];
      this.#set(word, dtype, values[scalar] ?? 0);
      if (words[word] === before) continue;
      if (word < this.#dirtyFrom) this.#dirtyFrom = word;
      if (word >= this.#dirtyTo) this.#dirtyTo = word + 1;
    }
    if (this.#buffer === undefined || this.#dirtyTo <= this.#dirtyFrom) return;
    queue.writeBuffer(
      this.#buffer,
      this.#dirtyFrom * 4,
      this.#bytes,
      this.#dirtyFrom * 4,
      (this.#dirtyTo - this.#dirtyFrom) * 4,
    );
    this.#dirtyFrom = Number.POSITIVE_INFINITY;
    this.#dirtyTo = 0;
  }

  #set(word: number, dtype: ArgDType, value: number): void {
    switch (dtype) {
      case "f32":
        this.#floats[word] = value;
        return;
      case "bool":
        this.#words[word] = value === 0 ? 0 : 1;
        return;
      case "i32":
      case "u32":
        this.#words[word] = value;
        return;
      case "f64":
        throw new Error("no argument of a WebGPU kernel is f64");
      default:
        dtype satisfies never;
    }
  }

  #grow(): void {
    const bytes = new ArrayBuffer(Math.max(2 * this.#bytes.byteLength, this.#endBytes));
    new Uint8Array(bytes).set(new Uint8Array(this.#bytes));
    this.#bytes = bytes;
    this.#words = new Uint32Array(bytes);
    this.#floats = new Float32Array(bytes);
  }
}
