/** @file The steps of a kernel program. */
import { describe } from "../ir/describe.ts";
import type { Node } from "../ir/node.ts";
import type { KernelProgram, ProgramBuffer, ProgramCall } from "../ir/program.ts";
import { aliasOf } from "./mark.ts";
import type { KernelStep, StepParam } from "./plan.ts";
import type { SlotTable } from "./slots.ts";

type ProgramStep = Pick<KernelStep, "kernel" | "slots" | "params" | "grid" | "makes" | "flops">;

/** The steps that compute the results of a node. `scalarOf` gives the parameter of a run-time scalar. */
export function programSteps(
  table: SlotTable,
  node: Node,
  results: readonly Node[],
  program: KernelProgram,
  scalarOf: (node: Node) => StepParam,
): ProgramStep[] {
  const scratch = program.scratch.map(({ dtype, size }) =>
    table.scratch(dtype, size * (dtype === "f64" ? 8 : dtype === "f16" ? 2 : 4)),
  );
  const slotOf = ({ from, index }: ProgramBuffer): number => {
    if (from === "scratch") return scratch[index] as number;
    const nodes = from === "input" ? node.inputs : results;
    return table.of(aliasOf(nodes[index] as Node));
  };
  const steps = program.calls.map((call): ProgramStep => {
    const { kernel, grid, flops } = call;
    const params = call.params.map((param) => paramOf(node, param, scalarOf));
    return { kernel, slots: call.buffers.map(slotOf), params, grid, makes: describe(node), flops };
  });
  for (const slot of scratch) table.release(slot);
  return steps;
}

/** True for inputs of kernel programs that are passed as numbers. */
export function isNumber(node: Node): boolean {
  return node.spec.kind === "scalar" || node.spec.kind === "const";
}

function paramOf(node: Node, param: ProgramCall["params"][number], scalarOf: (node: Node) => StepParam): StepParam {
  if (typeof param === "number") return param;
  const input = node.inputs[param.scalarInput];
  if (input === undefined || !isNumber(input))
    throw new Error(`input ${param.scalarInput} of a kernel program must be a number`);
  return input.spec.kind === "const" ? input.spec.value : scalarOf(input);
}
