/** @file The kernels behind the nodes that take several. They are apart from the compiler, because few programs need them. */
import type { Node } from "../ir/node.ts";
import type { KernelProgram } from "../ir/program.ts";
import { cumsumProgram } from "./cumsum.ts";
import { scatterAddProgram } from "./scatter-add.ts";
import { sortProgram } from "./sort.ts";

/** The kernels of a `sort`, `cumsum` or `scatterAdd` node. */
export function programOf(node: Node): KernelProgram {
  switch (node.spec.kind) {
    case "sort":
      return sortProgram(node);
    case "cumsum":
      return cumsumProgram(node);
    case "scatterAdd":
      return scatterAddProgram(node);
    default:
      throw new Error(`${node.spec.kind} is no kernel program`);
  }
}
