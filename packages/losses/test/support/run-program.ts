/** @file Runs a kernel program by the kernel interpreter. */
import type { KernelProgram, ProgramBuffer, ProgramParam } from "@adjoint/core";
import { interpretKernel, type NumberArray } from "@adjoint/core/testing";

/** The outputs. Memory that nothing has written yet holds NaN, or a number that no kernel may use. */
export function runProgram(program: KernelProgram, inputs: readonly (ArrayLike<number> | number)[]): NumberArray[] {
  const fresh = (size: number, dtype: string): NumberArray =>
    dtype === "i32" ? new Int32Array(size).fill(0x7fc00001) : new Float32Array(size).fill(Number.NaN);
  const outputs = program.outputs.map(({ shape, dtype }) =>
    fresh(
      shape.reduce((a, b) => a * b, 1),
      dtype,
    ),
  );
  const scratch = program.scratch.map(({ size, dtype }) => fresh(size, dtype));
  const bufferOf = ({ from, index }: ProgramBuffer): NumberArray =>
    ({ input: inputs, output: outputs, scratch })[from][index] as NumberArray;
  const paramOf = (param: ProgramParam): number =>
    typeof param === "number" ? param : (inputs[param.scalarInput] as number);
  for (const call of program.calls) {
    interpretKernel(call.kernel, {
      buffers: call.buffers.map(bufferOf),
      params: call.params.map(paramOf),
      grid: call.grid,
      mode: "f32",
    });
  }
  return outputs;
}
