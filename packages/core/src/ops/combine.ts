/** @file Several tensors into one: concatenation and stacking. */
import type { DType } from "../dtype.ts";
import { promote } from "../dtype.ts";
import { ShapeError, UsageError } from "../errors.ts";
import { barrier, cast, map, pad, reshape } from "../ir/build.ts";
import type { Node } from "../ir/node.ts";
import { extentOf, formatShape, normalizeAxis, sameShape } from "../shape.ts";
import { Tensor } from "../tensor/tensor.ts";
import { checkShapes } from "./checks.ts";
import { toNode } from "./operands.ts";

/** Most parts that one kernel puts together: each is a buffer, and a kernel may have eight, one of which is the result. */
const PARTS_PER_KERNEL = 7;

/**
 * Tensors one after the other along an axis. dtypes are promoted.
 *
 * Shapes: [.., n₁, ..], [.., n₂, ..], … → [.., n₁ + n₂ + …, ..], equal but for that axis.
 * Numerics: each part is padded with zeros and all are added, so that the gradients are slices; a −0 becomes 0.
 * @throws {ShapeError} if there are no tensors, the axis does not exist, or other extents differ.
 * @example concat([tensor([1]), tensor([2, 3])]) // [1, 2, 3]
 */
export function concat<D extends DType>(tensors: readonly Tensor<D>[], axis = 0): Tensor<D> {
  const nodes = checkParts("concat", tensors);
  const first = nodes[0] as Node;
  const along = normalizeAxis("concat", axis, first.shape.length);
  for (const node of nodes) {
    const fits =
      node.shape.length === first.shape.length && node.shape.every((n, i) => i === along || n === first.shape[i]);
    const got = (): string => nodes.map((n) => formatShape(n.shape)).join(", ");
    checkShapes(fits, "concat", () => `shapes must be equal but for axis ${along}`, got, "slice or pad the others");
  }
  return new Tensor<D>(join(nodes, along));
}

/**
 * Tensors of one shape along a new axis.
 *
 * Shapes: n times […] → [.., n, ..].
 * @throws {ShapeError} if there are no tensors, the axis does not exist, or shapes differ.
 */
export function stack<D extends DType>(tensors: readonly Tensor<D>[], axis = 0): Tensor<D> {
  const nodes = checkParts("stack", tensors);
  const { shape } = nodes[0] as Node;
  const along = normalizeAxis("stack", axis, shape.length + 1);
  const got = (): string => nodes.map((n) => formatShape(n.shape)).join(", ");
  checkShapes(
    nodes.every((n) => sameShape(n.shape, shape)),
    "stack",
    "shapes must be equal",
    got,
    "concat joins along an axis that exists",
  );
  const slice = [...shape.slice(0, along), 1, ...shape.slice(along)];
  return new Tensor<D>(
    join(
      nodes.map((node) => reshape(node, slice)),
      along,
    ),
  );
}

/** The nodes of some tensors, cast to their common dtype. */
function checkParts(op: string, tensors: readonly Tensor<DType>[]): Node[] {
  if (!Array.isArray(tensors)) {
    const hint = `write ${op}([a, b], axis)`;
    throw new UsageError({ op, rule: "the tensors must be given as one list", got: String(tensors), hint });
  }
  const nodes = tensors.map((tensor) => toNode(op, tensor));
  if (nodes.length === 0) {
    const hint = "make an empty tensor with zeros";
    throw new ShapeError({ op, rule: "at least one tensor is needed", got: "none", hint });
  }
  const dtype = nodes.map((node) => node.dtype).reduce((a, b) => promote(op, a, b));
  return nodes.map((node) => cast(node, dtype));
}

/** Joins parts along an axis. Many are joined in groups, whose results are buffers, so that no element looks at all parts. */
function join(parts: readonly Node[], axis: number): Node {
  if (parts.length <= PARTS_PER_KERNEL) return joinFew(parts, axis);
  const groups: Node[] = [];
  const size = Math.ceil(parts.length / Math.ceil(parts.length / PARTS_PER_KERNEL));
  for (let i = 0; i < parts.length; i += size) {
    const group = parts.slice(i, i + size);
    groups.push(group.length === 1 ? (group[0] as Node) : barrier(joinFew(group, axis)));
  }
  return join(groups, axis);
}

function joinFew(parts: readonly Node[], axis: number): Node {
  const total = parts.reduce((sum, part) => sum + extentOf(part.shape, axis), 0);
  let offset = 0;
  let joined: Node | undefined;
  for (const part of parts) {
    const extent = extentOf(part.shape, axis);
    const before = part.shape.map((_, i) => (i === axis ? offset : 0));
    const after = part.shape.map((_, i) => (i === axis ? total - offset - extent : 0));
    offset += extent;
    const padded = pad(part, before, after);
    joined = joined === undefined ? padded : map(part.dtype === "bool" ? "or" : "add", joined, padded);
  }
  return joined as Node;
}
