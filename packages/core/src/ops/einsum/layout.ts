/**
 * @file How `einsum` lays out a product of two operands as a batched matrix product: of the orders in which indices may
 * be merged into rows, columns and so on, the one with which fewest elements are copied.
 */
import type { Node } from "../../ir/node.ts";
import { extentOf, sizeOf, stridesOf } from "../../shape.ts";
import type { Label } from "./parse.ts";

/** A value, and the labels of its axes, each once. */
export interface Term {
  readonly node: Node;
  readonly labels: readonly Label[];
}

/** The indices of a product a[batch, rows, inner] · b[batch, inner, columns], each group in the order of its merging. */
export interface DotLayout {
  readonly batch: readonly Label[];
  readonly rows: readonly Label[];
  readonly inner: readonly Label[];
  readonly columns: readonly Label[];
}

/** Elements from one to the next along each axis, in the buffer underneath as far as movement is seen through. */
function viewStrides(node: Node): readonly number[] {
  const [source] = node.inputs;
  const { spec, shape } = node;
  if (source === undefined) return stridesOf(shape);
  if (spec.kind === "permute") {
    const inner = viewStrides(source);
    return spec.order.map((axis) => extentOf(inner, axis));
  }
  if (spec.kind === "expand") {
    const inner = viewStrides(source);
    const lead = shape.length - inner.length;
    return shape.map((n, axis) => (n === source.shape[axis - lead] ? (inner[axis - lead] ?? 0) : 0));
  }
  if (spec.kind === "reshape") {
    const [from, to] = [source.shape, shape].map((extents) => extents.filter((n) => n !== 1));
    if (from?.join() !== to?.join()) return stridesOf(shape);
    const inner = viewStrides(source).filter((_, axis) => source.shape[axis] !== 1);
    let next = 0;
    return shape.map((n) => (n === 1 ? 0 : (inner[next++] ?? 0)));
  }
  return stridesOf(shape);
}

/** The stride of a group of axes as one; undefined if it has none. 0 if it has one element. */
function mergedStride({ node, labels }: Term, strides: readonly number[], group: readonly Label[]): number | undefined {
  let merged = 0;
  let expected: number | undefined;
  for (const label of [...group].reverse()) {
    const axis = labels.indexOf(label);
    const [extent, stride] = [extentOf(node.shape, axis), extentOf(strides, axis)];
    if (extent === 1) continue;
    if (expected === undefined) merged = stride;
    else if (stride !== expected) return undefined;
    expected = stride * extent;
  }
  return merged;
}

/** Elements that must be copied to have the axes in these groups: none, if a matrix product can read them as they lie. */
function copied(term: Term, strides: readonly number[], groups: readonly (readonly Label[])[]): number {
  const [batch, rows, columns] = groups.map((group) => mergedStride(term, strides, group));
  if (batch === undefined || rows === undefined || columns === undefined) return sizeOf(term.node.shape);
  const isDense = Math.min(rows, columns) <= 1;
  return isDense ? 0 : sizeOf(term.node.shape);
}

/** Different orders of a group of labels that are worth a try. */
function orders(group: readonly Label[], ...examples: readonly (readonly Label[])[]): (readonly Label[])[] {
  const found = new Map<string, readonly Label[]>();
  for (const example of examples) {
    const order = example.filter((label) => group.includes(label));
    if (order.length === group.length) found.set(order.join(), order);
  }
  return [...found.values()];
}

/** The layout for a · b with the least copying; `goal` is the order wanted of the result's axes, empty if any will do. */
export function chooseLayout(
  a: Term,
  b: Term,
  groups: DotLayout,
  goal: readonly Label[],
): { readonly layout: DotLayout; readonly cost: number } {
  const [aStrides, bStrides] = [viewStrides(a.node), viewStrides(b.node)];
  let best: { layout: DotLayout; cost: number } | undefined;
  for (const batch of orders(groups.batch, goal, a.labels, b.labels))
    for (const rows of orders(groups.rows, goal, a.labels))
      for (const columns of orders(groups.columns, goal, b.labels))
        for (const inner of orders(groups.inner, a.labels, b.labels)) {
          const inOrder = [...batch, ...rows, ...columns];
          const isInOrder = goal.length === 0 || goal.every((label, i) => label === inOrder[i]);
          const result = isInOrder ? 0 : extentsProduct(a, b, inOrder);
          const operands = copied(a, aStrides, [batch, rows, inner]) + copied(b, bStrides, [batch, inner, columns]);
          const cost = operands + result;
          if (best === undefined || cost < best.cost) best = { layout: { batch, rows, inner, columns }, cost };
        }
  return best ?? { layout: groups, cost: 0 };
}

function extentsProduct(a: Term, b: Term, labels: readonly Label[]): number {
  return labels.reduce((size, label) => size * extentIn(a, b, label), 1);
}

/** The extent of a label in the operand that has it. */
export function extentIn(a: Term, b: Term, label: Label): number {
  const axis = a.labels.indexOf(label);
  return axis >= 0 ? extentOf(a.node.shape, axis) : extentOf(b.node.shape, b.labels.indexOf(label));
}
