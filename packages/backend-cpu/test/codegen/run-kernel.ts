/** @file Compiles a kernel and runs it on arrays, without the backend around it. */
import { type DTYPES, type Kernel, type ScalarOp, scalarDef } from "@adjoint/core";
import { EXPANSIONS } from "@adjoint/core/expansions";
import { type CompiledKernel, compileKernel } from "../../src/codegen/compile-kernel.ts";
import * as rare from "../../src/codegen/rare-kernels.ts";

export type KernelArray = Float32Array | Float64Array | Int32Array | Uint32Array | Uint16Array;

export interface KernelRun {
  /** By buffer parameter; bool as 0 or 1, f16 as bits. They are changed in place. */
  readonly buffers: readonly KernelArray[];
  readonly params?: readonly number[];
  readonly grid: readonly number[];
}

const START = 1024;
const GUARD_BYTES = 64;
/** Fills what no kernel may touch. */
const UNTOUCHED = 0xa5;

/** Runs all programs of a kernel, in two chunks. Fails if memory outside of the buffers changed. */
export function runCompiled(kernel: Kernel, compiled: CompiledKernel, run: KernelRun): void {
  const { layout } = compiled;
  let at = START + Math.ceil(layout.sizeBytes / 16) * 16;
  const pointers = run.buffers.map((buffer) => {
    const pointer = at + GUARD_BYTES;
    at = pointer + Math.ceil(Math.max(buffer.byteLength, 4) / 16) * 16;
    return pointer;
  });
  const scratch = at + GUARD_BYTES;
  at = scratch + compiled.scratchBytes + GUARD_BYTES;
  const memory = new WebAssembly.Memory({ initial: Math.ceil(at / 65536), maximum: 65536, shared: true });
  const bytes = new Uint8Array(memory.buffer).fill(UNTOUCHED);
  const view = new DataView(memory.buffer);
  run.buffers.forEach((buffer, i) => {
    bytes.set(new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength), pointers[i]);
    view.setUint32(START + (layout.pointers[i] ?? 0), pointers[i] ?? 0, true);
    view.setUint32(START + (layout.lengths[i] ?? 0), buffer.length, true);
  });
  run.grid.forEach((extent, i) => {
    view.setUint32(START + (layout.extents[i] ?? 0), extent, true);
  });
  kernel.params.forEach((param, i) => {
    const offset = START + (layout.params[i] ?? 0);
    const value = run.params?.[i] ?? 0;
    if (param.dtype === "f32") view.setFloat32(offset, value, true);
    else if (param.dtype === "f64") view.setFloat64(offset, value, true);
    else view.setInt32(offset, value, true);
  });
  const before = bytes.slice();
  const js = Object.fromEntries(compiled.imports.map((op: ScalarOp) => [op, scalarDef(op).js]));
  const instance = new WebAssembly.Instance(new WebAssembly.Module(compiled.bytes), { env: { memory }, js });
  const call = instance.exports["run"] as (args: number, scratch: number, begin: number, end: number) => void;
  const programs = run.grid.reduce((a, b) => a * b, 1);
  const half = Math.floor(programs / 2);
  if (half > 0) call(START, scratch, 0, half);
  call(START, scratch, half, programs);
  const isOwn = new Uint8Array(bytes.length);
  run.buffers.forEach((buffer, i) => {
    const pointer = pointers[i] ?? 0;
    isOwn.fill(1, pointer, pointer + buffer.byteLength);
    new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength).set(
      bytes.subarray(pointer, pointer + buffer.byteLength),
    );
  });
  isOwn.fill(1, scratch, scratch + compiled.scratchBytes);
  const stray = bytes.findIndex((byte, i) => isOwn[i] === 0 && byte !== before[i]);
  if (stray >= 0) throw new Error(`byte ${stray} outside of the buffers was written`);
}

/** Compiles and runs a kernel. */
export function runKernel(kernel: Kernel, run: KernelRun): void {
  runCompiled(kernel, compileKernel(kernel, { isShared: true, formulas: EXPANSIONS, rare }), run);
}

/** A new array for a buffer of a dtype. */
export function arrayFor(dtype: keyof typeof DTYPES, values: Iterable<number>): KernelArray {
  const list = [...values];
  if (dtype === "f32") return Float32Array.from(list);
  if (dtype === "f64") return Float64Array.from(list);
  if (dtype === "f16") return Uint16Array.from(list);
  return dtype === "u32" ? Uint32Array.from(list) : Int32Array.from(list);
}
