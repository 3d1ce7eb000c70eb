/** @file Runs one kernel on a device, without the backend: rendered, bound, dispatched, read back. */
import type { DType, Kernel } from "@adjoint/core";
import { type RenderOptions, renderWgsl } from "../../src/wgsl/render.ts";
import type { Bytes, TestDevice } from "./device.ts";

type Elements =
  | Float32Array<ArrayBuffer>
  | Int32Array<ArrayBuffer>
  | Uint32Array<ArrayBuffer>
  | Uint16Array<ArrayBuffer>;

export interface KernelLaunch {
  /** By buffer parameter, in the format of device memory: bools as words, 16-bit floats as their bits. */
  readonly buffers: readonly Elements[];
  readonly params?: readonly number[];
  readonly grid: readonly number[];
}

/** Numbers in the format of device memory, but for 16-bit floats. */
export function elementsOf(dtype: DType, values: readonly number[]): Elements {
  if (dtype === "f32") return Float32Array.from(values);
  return dtype === "i32" ? Int32Array.from(values) : Uint32Array.from(values);
}

/** The buffers that the kernel writes, after the launch; the others as they are. */
export async function runKernel(
  device: TestDevice,
  kernel: Kernel,
  { buffers, params = [], grid }: KernelLaunch,
  options: RenderOptions = device.traits,
): Promise<readonly Elements[]> {
  const module = renderWgsl(kernel, options);
  const programs = grid.reduce((product, extent) => product * extent, 1);
  const args = new DataView(new ArrayBuffer(module.argsBytes));
  for (const [i, word] of [programs, 0, ...grid].entries()) args.setUint32(4 * i, word, true);
  params.forEach((value, i) => {
    const at = 4 * (2 + grid.length + i);
    if (kernel.params[i]?.dtype === "f32") args.setFloat32(at, value, true);
    else args.setUint32(at, value, true);
  });
  module.countedBuffers.forEach((index, i) => {
    args.setUint32(4 * (2 + grid.length + params.length + i), buffers[index]?.length ?? 0, true);
  });
  const results = await device.run({
    code: module.code,
    groups: [Math.ceil(programs / module.programsPerGroup), 1, 1],
    buffers: buffers.map(bytesOf),
    written: kernel.buffers.flatMap(({ access, index }) => (access === "read" ? [] : [index])),
    args: new Uint8Array(args.buffer),
  });
  return buffers.map((before, index) => {
    const bytes = results.get(index);
    return bytes === undefined ? before : likeFirst(before, bytes);
  });
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Elements): Bytes => new Uint8Array(buffer, byteOffset, byteLength);

function likeFirst(first: Elements, { buffer }: Bytes): Elements {
  if (first instanceof Float32Array) return new Float32Array(buffer);
  if (first instanceof Int32Array) return new Int32Array(buffer);
  return first instanceof Uint32Array ? new Uint32Array(buffer) : new Uint16Array(buffer);
}
