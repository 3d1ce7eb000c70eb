/**
 * @file A copy of a graph that later events cannot touch: nodes are given storage and let go of their inputs, while a
 * flush that waits for its backend still has to be planned.
 */
import { within } from "../ir/development.ts";
import { Node } from "../ir/node.ts";
import type { Collected } from "../lower/collect.ts";

/** Copies of the outputs of a collected graph, over copies of all its nodes. */
export function snapshot(graph: Collected): Node[] {
  const copies = new Map<Node, Node>();
  const copyOf = (node: Node): Node => {
    const copy = copies.get(node);
    if (copy === undefined) throw new Error("a collected graph must list inputs before users");
    return copy;
  };
  const leaves = new Set(graph.leaves);
  for (const node of graph.order) {
    // A custom node may have arguments, for its gradient only, that were not collected.
    const inputs = leaves.has(node)
      ? []
      : (node.spec.kind === "custom" ? node.inputs.slice(0, 1) : node.inputs).map(copyOf);
    const copy = within(node, () => new Node(node.spec, inputs, node.shape, node.dtype, false));
    if (leaves.has(node)) copy.storage = node.storage;
    copies.set(node, copy);
  }
  return graph.outputs.map(copyOf);
}
