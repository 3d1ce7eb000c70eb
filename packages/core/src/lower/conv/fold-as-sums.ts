/** @file The sum over windows, written as movement and sums. */
import * as ir from "../../ir/build.ts";
import type { Node } from "../../ir/node.ts";
import { extentOf, type Shape } from "../../shape.ts";
import type { Rule } from "../simplify.ts";

export const foldAsSums: Rule = (spec, [y], node) => {
  if (spec.kind !== "fold" || y === undefined) return undefined;
  const { axis, stride, dilation } = spec;
  const extent = extentOf(node.shape, axis);
  const size = extentOf(y.shape, y.shape.length - 1);
  if (dilation === 1 && size <= stride) return sideBySide(y, axis, extent, stride);
  return skewedSum(y, axis, extent, stride, dilation);
};

const replaced = (shape: Shape, axis: number, ...extents: readonly number[]): number[] => [
  ...shape.slice(0, axis),
  ...extents,
  ...shape.slice(axis + 1),
];

/** With zeros behind an axis, or cut, so that it has so many elements. */
function resize(x: Node, axis: number, extent: number): Node {
  const kept = Math.min(extentOf(x.shape, axis), extent);
  const none = x.shape.map(() => 0);
  return ir.pad(ir.shrink(x, none, replaced(x.shape, axis, kept)), none, replaced(none, axis, extent - kept));
}

/** Windows that do not overlap lie one behind the other. */
function sideBySide(y: Node, axis: number, extent: number, stride: number): Node {
  const last = y.shape.length - 1;
  const order = y.shape.map((_, i) => i).slice(0, last);
  const rows = resize(ir.permute(y, [...order.slice(0, axis + 1), last, ...order.slice(axis + 1)]), axis + 1, stride);
  const length = extentOf(y.shape, axis) * stride;
  return resize(ir.reshape(rows, replaced(y.shape.slice(0, last), axis, length)), axis, extent);
}

/** The elements of an axis, `stride` apart, with zeros between them and up to `extent`. */
function spread(x: Node, axis: number, stride: number, extent: number): Node {
  if (stride === 1) return resize(x, axis, extent);
  const count = extentOf(x.shape, axis);
  const apart = resize(ir.reshape(x, replaced(x.shape, axis, count, 1)), axis + 1, stride);
  return resize(ir.reshape(apart, replaced(x.shape, axis, count * stride)), axis, extent);
}

/**
 * Windows that overlap, as a sum over a matrix whose row k is moved by k · dilation: rows that are so much longer, cut anew.
 * One expression of all terms would do as well, but those of two axes nest, and WGSL compilers take minutes for 4×4 of them.
 */
function skewedSum(y: Node, axis: number, extent: number, stride: number, dilation: number): Node {
  const last = y.shape.length - 1;
  const size = extentOf(y.shape, last);
  const order = y.shape.map((_, i) => i).slice(0, last);
  const rows = ir.permute(y, [...order.slice(0, axis), last, ...order.slice(axis)]);
  const long = spread(rows, axis + 1, stride, extent + dilation);
  const rest = y.shape.slice(axis + 1, last);
  const head = y.shape.slice(0, axis);
  const flat = resize(ir.reshape(long, [...head, size * (extent + dilation), ...rest]), axis, size * extent);
  return ir.reshape(ir.reduce("sum", ir.reshape(flat, [...head, size, extent, ...rest]), [axis]), [
    ...head,
    extent,
    ...rest,
  ]);
}
