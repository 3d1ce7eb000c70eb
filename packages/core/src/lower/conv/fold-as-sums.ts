/** @file The sum over windows, written as movement and sums. */
import * as ir from "../../ir/build.ts";
import type { Node } from "../../ir/node.ts";
import { extentOf, type Shape } from "../../shape.ts";
import type { Rule } from "../simplify.ts";

/**
 * Windows of more elements than this are summed by a reduction. Sums over two axes are nested, and 4×4 masked terms in one
 * expression took a software adapter minutes to compile; 3×3 took it four times as long as the reduction.
 */
const LONGEST_UNROLLED = 2;

export const foldAsSums: Rule = (spec, [y], node) => {
  if (spec.kind !== "fold" || y === undefined) return undefined;
  const { axis, stride, dilation } = spec;
  const extent = extentOf(node.shape, axis);
  const size = extentOf(y.shape, y.shape.length - 1);
  if (dilation === 1 && size <= stride) return sideBySide(y, axis, extent, stride);
  return size <= LONGEST_UNROLLED
    ? shiftedSum(y, axis, extent, stride, dilation)
    : skewedSum(y, axis, extent, stride, dilation);
};

const replaced = (shape: Shape, axis: number, ...extents: readonly number[]): number[] => [
  ...shape.slice(0, axis),
  ...extents,
  ...shape.slice(axis + 1),
];

/** With zeros behind an axis, or cut, so that it has so many elements. */
function resize(x: Node, axis: number, extent: number): Node {
  return place(x, axis, 0, extent);
}

/** The axis inside of `extent` elements, `before` of them ahead; what lies outside is cut. */
function place(x: Node, axis: number, before: number, extent: number): Node {
  const kept = Math.min(extentOf(x.shape, axis), extent - before);
  const none = x.shape.map(() => 0);
  const cut = ir.shrink(x, none, replaced(x.shape, axis, kept));
  return ir.pad(cut, replaced(none, axis, before), replaced(none, axis, extent - before - kept));
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

/** For each place inside of a window, its elements, spread and moved there; added up. */
function shiftedSum(y: Node, axis: number, extent: number, stride: number, dilation: number): Node {
  const last = y.shape.length - 1;
  const reach = (extentOf(y.shape, axis) - 1) * stride + 1;
  let total: Node | undefined;
  for (let k = 0; k < extentOf(y.shape, last); k++) {
    const begin = y.shape.map((_, i) => (i === last ? k : 0));
    const end = y.shape.map((n, i) => (i === last ? k + 1 : n));
    const part = ir.reshape(ir.shrink(y, begin, end), y.shape.slice(0, last));
    const moved = place(spread(part, axis, stride, reach), axis, k * dilation, extent);
    total = total === undefined ? moved : ir.map("add", total, moved);
  }
  return total as Node;
}

/** The same as a sum over a matrix whose row k is moved by k · dilation: rows that are so much longer, cut anew. */
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
