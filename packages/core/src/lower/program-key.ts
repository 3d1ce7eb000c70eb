/**
 * @file A number for each kernel program: equal for programs that launch the same kernels in the same way.
 */
import type { KernelProgram, ProgramCall } from "../ir/program.ts";

const known = new WeakMap<KernelProgram, number>();
const numbers = new Map<string, number>();

/** Equal for programs whose kernels, buffers, parameters and grids are equal, however often they were built. */
export function programNumber(program: KernelProgram): number {
  const before = known.get(program);
  if (before !== undefined) return before;
  const outputs = program.outputs.map(({ dtype, shape }) => `${dtype}${shape.join("x")}`);
  const scratch = program.scratch.map(({ dtype, size }) => `${dtype}${size}`);
  const text = `${outputs.join()}|${scratch.join()}|${program.calls.map(callText).join("\n")}`;
  const number = numberOf(text);
  known.set(program, number);
  return number;
}

function callText(call: ProgramCall): string {
  const buffers = call.buffers.map(({ from, index }) => `${from}${index}`);
  const params = call.params.map((param) => (typeof param === "number" ? param : `scalar${param.scalarInput}`));
  return `${buffers.join()}|${params.join()}|${call.grid.join()}|${numberOf(call.kernel.key)}`;
}

/** Numbers texts by equality. */
function numberOf(text: string): number {
  const before = numbers.get(text);
  if (before !== undefined) return before;
  numbers.set(text, numbers.size);
  return numbers.size - 1;
}
