/** @file The results of nodes that have several. */
import { make } from "../make.ts";
import { type Node, resultTypes } from "../node.ts";

/** One of several results of a node. */
export function result(node: Node, index: number): Node {
  const type = resultTypes(node)[index];
  if (type === undefined) throw new RangeError(`result ${index} of ${node.spec.kind}`);
  return make({ kind: "result", index }, [node], type.shape, type.dtype);
}
