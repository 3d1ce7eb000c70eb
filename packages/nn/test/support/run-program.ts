import { type KernelProgram, sizeOf } from "@adjoint/core";
import { interpretKernel } from "@adjoint/core/testing";

/** Runs a kernel program of plain launches by the interpreter, in double precision. Returns its outputs. */
export function runProgram(program: KernelProgram, inputs: readonly ArrayLike<number>[]): Float64Array[] {
  const given = inputs.map((input) => Float64Array.from(input));
  const outputs = program.outputs.map(({ shape }) => new Float64Array(sizeOf(shape)).fill(Number.NaN));
  const memory = { input: given, output: outputs, scratch: [] as Float64Array[] };
  for (const { kernel, buffers, params, grid } of program.calls) {
    const bound = buffers.map(({ from, index }) => memory[from][index] as Float64Array);
    interpretKernel(kernel, { buffers: bound, params: params.map(Number), grid, mode: "f64" });
  }
  return outputs;
}
