/**
 * @file Nodes that are another node's value under another name or shape. If that value exists, nothing has to be computed.
 */
import type { Node, NodeKind } from "../ir/node.ts";

const ALIASES: ReadonlySet<NodeKind> = new Set<NodeKind>(["detach", "variable", "custom", "reshape"]);

/** The node that holds the value: the one below renamings that has storage, else the node itself. */
export function valueNode(node: Node): Node {
  let base: Node | undefined = node;
  while (base !== undefined && base.storage === undefined && ALIASES.has(base.spec.kind)) base = base.inputs[0];
  return base?.storage === undefined ? node : base;
}
