/** @file Runs a kernel program in the kernel interpreter, with float32 rounding. */
import type { KernelProgram, ProgramBuffer } from "@adjoint/core";
import { interpretKernel, type NumberArray } from "@adjoint/core/testing";

/** The elements of each output. Memory that nobody wrote holds NaN, which spoils whatever reads it. */
export function runProgram(program: KernelProgram, inputs: readonly NumberArray[]): number[][] {
  const sizes = program.outputs.map(({ shape }) => shape.reduce((size, extent) => size * extent, 1));
  const outputs = sizes.map((size) => new Array<number>(size).fill(Number.NaN));
  const scratch = program.scratch.map(({ size }) => new Array<number>(size).fill(Number.NaN));
  const places = { input: inputs, output: outputs, scratch };
  const bufferOf = ({ from, index }: ProgramBuffer): NumberArray => places[from][index] as NumberArray;
  for (const { kernel, buffers, params, grid } of program.calls) {
    interpretKernel(kernel, { buffers: buffers.map(bufferOf), params: params as number[], grid, mode: "f32" });
  }
  return outputs;
}
