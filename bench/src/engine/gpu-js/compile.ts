/** @file Kernels and arguments of gpu.js, from text and inputs. */
import { type GPU, type IKernelRunShortcut, type IKernelSettings, Input } from "gpu.js";
import type { Inputs } from "../contract.ts";
import { floats } from "../inputs.ts";
import type { KernelSource } from "./kernels.ts";

export function compile(
  gpu: GPU,
  { source, constants, output }: KernelSource,
  settings: IKernelSettings,
): IKernelRunShortcut {
  return gpu.createKernel(source, { ...settings, output: [...output], constants });
}

/** The inputs in the order of `names`, as arguments of the kernel. */
export function argumentsOf({ argumentShapes }: KernelSource, inputs: Inputs, names: readonly string[]): Input[] {
  return names.map((name, i) => {
    const [x = 1, y] = argumentShapes[i] ?? [];
    // Its types do not know that typed arrays are taken.
    const values = floats(inputs, name) as unknown as number[];
    return new Input(values, y === undefined ? [x] : [x, y]);
  });
}

/** The elements of a result, row by row. */
export function flatten(result: unknown): Float32Array {
  if (result instanceof Float32Array) return result;
  if (!Array.isArray(result)) throw new Error("gpu.js gave no array");
  const rows = result.map(flatten);
  const elements = new Float32Array(rows.reduce((sum, row) => sum + row.length, 0));
  let at = 0;
  for (const row of rows) {
    elements.set(row, at);
    at += row.length;
  }
  return elements;
}
