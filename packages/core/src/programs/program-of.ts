/** @file The kernels behind the nodes that take several. They are apart from the compiler, because few programs need them. */
import type { Node } from "../ir/node.ts";
import type { KernelProgram } from "../ir/program.ts";
import { cumsumProgram } from "./cumsum.ts";
import type { ProgramDevice } from "./device.ts";
import { scatterAddProgram } from "./scatter-add.ts";
import { sortProgram } from "./sort.ts";

/** The kernels of a `sort`, `cumsum` or `scatterAdd` node, as they are best for a device. */
export function programOf(node: Node, device?: ProgramDevice): KernelProgram {
  switch (node.spec.kind) {
    case "sort":
      return sortProgram(node, device);
    case "cumsum":
      return cumsumProgram(node, device);
    case "scatterAdd":
      return scatterAddProgram(node, device);
    default:
      throw new Error(`${node.spec.kind} is no kernel program`);
  }
}
