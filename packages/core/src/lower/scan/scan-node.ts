/** @file A node that is known to be a scan. */
import type { Node, NodeSpec } from "../../ir/node.ts";

export type ScanNode = Node<Extract<NodeSpec, { kind: "scan" }>>;

export function isScan(node: Node): node is ScanNode {
  return node.spec.kind === "scan";
}

export function scanOf(node: Node): ScanNode {
  if (!isScan(node)) throw new TypeError(`${node.spec.kind} is no scan`);
  return node;
}
