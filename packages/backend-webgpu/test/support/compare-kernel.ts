/** @file Compares a kernel on a device with the interpreter, exactly: for kernels whose sums do not depend on their order. */
import { type Kernel, printKernel } from "@adjoint/core";
import { interpretKernel } from "@adjoint/core/testing";
import type { RenderOptions } from "../../src/wgsl/render.ts";
import type { TestDevice } from "./device.ts";
import { elementsOf, runKernel } from "./run-kernel.ts";

export interface Launch {
  /** By buffer parameter: values in their logical type. */
  readonly buffers: readonly (readonly number[])[];
  readonly params?: readonly number[];
  readonly grid: readonly number[];
}

/** @throws {Error} that names the first element that differs. Buffers of f16 are not handled here. */
export async function expectSame(
  device: TestDevice,
  kernel: Kernel,
  { buffers, params = [], grid }: Launch,
  options: RenderOptions = device.traits,
): Promise<void> {
  const make = () => kernel.buffers.map(({ dtype }, i) => elementsOf(dtype, buffers[i] ?? []));
  const expected = make();
  interpretKernel(kernel, { buffers: expected, params, grid, mode: "f32", useExpansions: true });
  const actual = await runKernel(device, kernel, { buffers: make(), params, grid }, options);
  for (const { index, name } of kernel.buffers) {
    const [want, got] = [expected[index] ?? [], actual[index] ?? []];
    for (let i = 0; i < want.length; i++) {
      if (want[i] === got[i] || (Number.isNaN(want[i]) && Number.isNaN(got[i]))) continue;
      throw new Error(`${name}[${i}]: expected ${want[i]}, got ${got[i]}; params ${params}\n${printKernel(kernel)}`);
    }
  }
}
