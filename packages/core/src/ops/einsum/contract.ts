/** @file One step of `einsum`: the diagonals and sums of an operand, and the product of two, summed over what goes. */
import { isFloat } from "../../dtype.ts";
import { cast, dot, expand, map, pad, permute, reduce, reshape, shrink } from "../../ir/build.ts";
import type { Node } from "../../ir/node.ts";
import { extentOf, sizeOf } from "../../shape.ts";
import { chooseLayout, type DotLayout, extentIn, type Term } from "./layout.ts";
import type { Label } from "./parse.ts";

/** The operand with each label once (its diagonal, where a label is repeated), and without axes of 1 that others repeat. */
export function singleLabels(node: Node, labels: readonly Label[], extents: ReadonlyMap<Label, number>): Term {
  const isStretched = (axis: number): boolean => node.shape[axis] === 1 && extents.get(labels[axis] ?? "") !== 1;
  const axes = [...labels.keys()].filter((axis) => !isStretched(axis));
  let term: Term = {
    node: reshape(
      node,
      axes.map((axis) => extentOf(node.shape, axis)),
    ),
    labels: axes.map((axis) => labels[axis] ?? ""),
  };
  for (let repeated = repeatedLabel(term); repeated !== undefined; repeated = repeatedLabel(term))
    term = diagonal(term, repeated);
  return term;
}

function repeatedLabel({ labels }: Term): Label | undefined {
  return labels.find((label, axis) => labels.indexOf(label) !== axis);
}

/**
 * The elements whose first two axes of one label agree; that axis comes last. Row-major elements of an [n, n] matrix lie
 * n + 1 apart on its diagonal: they are a column of the same elements as [n, n + 1].
 */
function diagonal({ node, labels }: Term, label: Label): Term {
  const first = labels.indexOf(label);
  const second = labels.indexOf(label, first + 1);
  const others = [...labels.keys()].filter((axis) => axis !== first && axis !== second);
  const rest = others.map((axis) => extentOf(node.shape, axis));
  const n = extentOf(node.shape, first);
  const left = others.map((axis) => labels[axis] ?? "");
  const matrices = permute(node, [...others, first, second]);
  if (n === 0) return { node: reshape(matrices, [...rest, 0]), labels: [...left, label] };
  const none = rest.map(() => 0);
  const flat = pad(reshape(matrices, [...rest, n * n]), [...none, 0], [...none, n]);
  const column = shrink(reshape(flat, [...rest, n, n + 1]), [...none, 0, 0], [...rest, n, 1]);
  return { node: reshape(column, [...rest, n]), labels: [...left, label] };
}

/** Sums over the labels that are not kept. */
export function sumOut({ node, labels }: Term, kept: ReadonlySet<Label>): Term {
  const axes = [...labels.keys()].filter((axis) => !kept.has(labels[axis] ?? ""));
  if (axes.length === 0) return { node, labels };
  const left = labels.filter((label) => kept.has(label));
  const shape = node.shape.filter((_, axis) => !axes.includes(axis));
  return { node: reshape(reduce("sum", node, axes), shape), labels: left };
}

/**
 * The product of two terms, summed over the labels that both have and `kept` has not. `goal` is the order wanted of the
 * result's labels; empty if any will do.
 */
export function contract(a: Term, b: Term, kept: ReadonlySet<Label>, goal: readonly Label[]): Term {
  const [inA, inB] = [new Set(a.labels), new Set(b.labels)];
  const shared = a.labels.filter((label) => inB.has(label));
  const groups: DotLayout = {
    batch: shared.filter((label) => kept.has(label)),
    rows: a.labels.filter((label) => !inB.has(label)),
    inner: shared.filter((label) => !kept.has(label)),
    columns: b.labels.filter((label) => !inA.has(label)),
  };
  const extent = (labels: readonly Label[]): number => labels.reduce((size, label) => size * extentIn(a, b, label), 1);
  const isMatrix = extent(groups.rows) > 1 || extent(groups.columns) > 1;
  if (groups.inner.length > 0 && isMatrix && isFloat(a.node.dtype)) return product(a, b, groups, goal);
  return sumOut(multiply(a, b, goal), kept);
}

/** The elementwise product over all labels of both: without a sum, or where a matrix product would have one element. */
function multiply(a: Term, b: Term, goal: readonly Label[]): Term {
  const all = [...new Set([...goal, ...a.labels, ...b.labels])].filter(
    (label) => a.labels.includes(label) || b.labels.includes(label),
  );
  const shape = all.map((label) => extentIn(a, b, label));
  const wide = (term: Term): Node => {
    const present = all.filter((label) => term.labels.includes(label));
    const kept = all.map((label, i) => (term.labels.includes(label) ? extentOf(shape, i) : 1));
    return expand(reshape(inOrder(term, present), kept), shape);
  };
  return { node: map("mul", wide(a), wide(b)), labels: all };
}

/** A batched matrix product, of either order of the operands. */
function product(a: Term, b: Term, groups: DotLayout, goal: readonly Label[]): Term {
  const straight = chooseLayout(a, b, groups, goal);
  const swapped = chooseLayout(b, a, { ...groups, rows: groups.columns, columns: groups.rows }, goal);
  return swapped.cost < straight.cost ? asDot(b, a, swapped.layout) : asDot(a, b, straight.layout);
}

function asDot(a: Term, b: Term, { batch, rows, inner, columns }: DotLayout): Term {
  const extents = (labels: readonly Label[]): number[] => labels.map((label) => extentIn(a, b, label));
  const [m, k, n] = [sizeOf(extents(rows)), sizeOf(extents(inner)), sizeOf(extents(columns))];
  const left = reshape(inOrder(a, [...batch, ...rows, ...inner]), [...extents(batch), m, k]);
  const right = reshape(inOrder(b, [...batch, ...inner, ...columns]), [...extents(batch), k, n]);
  const labels = [...batch, ...rows, ...columns];
  return { node: reshape(dotOf(left, right), extents(labels)), labels };
}

/** Contractions compute in f32 and f64. */
function dotOf(a: Node, b: Node): Node {
  return a.dtype === "f16" ? cast(dot(cast(a, "f32"), cast(b, "f32")), "f16") : dot(a, b);
}

/** The term with its axes in another order. */
export function inOrder({ node, labels }: Term, order: readonly Label[]): Node {
  return permute(
    node,
    order.map((label) => labels.indexOf(label)),
  );
}
