/** @file Whether the elements of a node can differ along an axis, as far as its making shows. */
import type { Node } from "../ir/node.ts";

/** False if all elements along the axis are known to be equal. */
export function variesAlong(node: Node, axis: number): boolean {
  if (node.shape[axis] === 1) return false;
  const [source] = node.inputs;
  if (source === undefined) return true;
  switch (node.spec.kind) {
    case "expand": {
      const inside = axis - (node.shape.length - source.shape.length);
      return inside >= 0 && variesAlong(source, inside);
    }
    case "cast":
    case "detach":
    case "barrier":
      return variesAlong(source, axis);
    default:
      return true;
  }
}
