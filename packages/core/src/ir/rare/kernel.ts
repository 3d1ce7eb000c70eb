/** @file Nodes of kernels that are written in the kernel language, with their gradient rule. */
import { UsageError } from "../../errors.ts";
import { variable } from "../common.ts";
import type { MultiVjpRule } from "../gradient-rule.ts";
import { make, withTracking } from "../make.ts";
import type { Node } from "../node.ts";
import type { KernelProgram } from "../program.ts";
import { result } from "./result.ts";

/** Runs kernels written in the kernel language; one node for each output. */
export function kernel(program: KernelProgram, inputs: readonly Node[]): Node[] {
  const first = program.outputs[0];
  if (first === undefined) throw new TypeError(`kernel program ${program.name} has no output`);
  const node = make({ kind: "kernel", program }, inputs, first.shape, first.dtype, kernelRule);
  return program.outputs.map((_, index) => result(node, index));
}

/**
 * The gradient of the program's composite: the same function from other primitives.
 * @throws {UsageError} if the program has none.
 */
const kernelRule: MultiVjpRule<"kernel"> = (cotangents, node, { wants, pullback }) => {
  const { program } = node.spec;
  if (program.composite === undefined) {
    throw new UsageError({
      op: "grad",
      rule: "a kernel needs a gradient rule to be differentiated",
      got: `kernel ${program.name}, which has none`,
      hint: "give the program a composite, or wrap the call in customVjp",
    });
  }
  const inputs = node.inputs.map((input, index) => (wants[index] === true ? variable(input) : input));
  const targets = inputs.filter((_, index) => wants[index] === true);
  const { composite } = program;
  const outputs = withTracking(true, () => composite(inputs));
  const gradients = pullback(outputs, cotangents, targets).values();
  return inputs.map((_, index) => (wants[index] === true ? gradients.next().value : undefined));
};
