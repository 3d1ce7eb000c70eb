/** @file Compares a compiled kernel with the interpreter, bit for bit (NaN equals NaN). */
import type { Kernel } from "@adjoint/core";
import { interpretKernel } from "@adjoint/core/testing";
import { arrayFor, runKernel } from "./run-kernel.ts";

export interface Comparison {
  /** By buffer parameter: values in their logical type. */
  readonly buffers: readonly (readonly number[])[];
  readonly params?: readonly number[];
  readonly grid: readonly number[];
}

/** The first difference in words, or undefined. Buffers of f16 are not handled here. */
export function findDifference(kernel: Kernel, run: Comparison): string | undefined {
  const make = () => kernel.buffers.map((b, i) => arrayFor(b.dtype, run.buffers[i] ?? []));
  const [expected, actual] = [make(), make()];
  const { params = [], grid } = run;
  interpretKernel(kernel, { buffers: expected, params, grid, mode: "f32", useExpansions: true });
  runKernel(kernel, { buffers: actual, params, grid });
  for (const { index, name } of kernel.buffers) {
    const [want, got] = [expected[index] ?? [], actual[index] ?? []];
    for (let i = 0; i < want.length; i++) {
      const isNaNs = Number.isNaN(want[i]) && Number.isNaN(got[i]);
      if (!isNaNs && !Object.is(want[i], got[i])) return `${name}[${i}]: expected ${want[i]}, got ${got[i]}`;
    }
  }
  return undefined;
}
