/** @file Cotangents that are one number. */
import type { Node } from "@adjoint/core";

/** The number behind a cotangent that is the same for all sequences and known to the graph. */
export function rankZeroNumber(cotangent: Node): Node | undefined {
  let node = cotangent;
  while (node.spec.kind === "expand" || node.spec.kind === "reshape") node = node.inputs[0] as Node;
  const isNumber = node.spec.kind === "const" || node.spec.kind === "scalar";
  return isNumber && node.shape.length === 0 ? node : undefined;
}
