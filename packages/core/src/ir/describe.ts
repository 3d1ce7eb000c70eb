/**
 * @file What a node is called in listings and errors.
 */
import { formatShape } from "../shape.ts";
import type { Node } from "./node.ts";

/** Such as `f32[2, 3]`. */
export function typeText(node: Node): string {
  return `${node.dtype}${formatShape(node.shape)}`;
}

/** Such as `add f32[2, 3]`. */
export function describe(node: Node): string {
  return `${label(node)} ${typeText(node)}`;
}

/** The operation; `buffer` if the value exists. */
export function label(node: Node): string {
  const { spec } = node;
  if (node.storage !== undefined) return "buffer";
  switch (spec.kind) {
    case "map":
      return spec.op;
    case "reduce":
      return `${spec.op} over ${spec.axes.join(", ")}`;
    case "const":
    case "scalar":
      return String(spec.value);
    case "kernel":
      return spec.program.name;
    default:
      return spec.kind;
  }
}
