/**
 * @file Constants and masks as nodes, for formulas inside of operations.
 */
import type { DType } from "../dtype.ts";
import { bitcast, cast, expand, map } from "../ir/build.ts";
import { Node } from "../ir/node.ts";

/** A number that belongs to a formula, and so to the structure of a graph, as a rank-0 node. */
export function constantNode(value: number, dtype: DType): Node {
  return new Node({ kind: "const", value }, [], [], dtype, false);
}

/** A number of a formula in the shape and dtype of `node`. */
export function constantLike(node: Node, value: number): Node {
  return expand(constantNode(value, node.dtype), node.shape);
}

/** The mask of NaN elements. By bits where there are 32, as devices may take it for granted that x = x. */
export function nanMask(x: Node): Node {
  if (x.dtype === "f64") return map("not", map("eq", x, x));
  const bits = bitcast(cast(x, "f32"), "u32");
  return map("lt", constantLike(bits, 0x7f800000), map("and", bits, constantLike(bits, 0x7fffffff)));
}
