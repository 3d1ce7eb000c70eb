/**
 * @file Gradient rules of the reductions. Ties of a maximum or minimum share the cotangent equally; the rule of a product
 * uses no division, so that zeros among the factors are no special case, for no order of derivative.
 */
import { ir, type Node, type ReduceOp, type Shape, sizeOf } from "@adjoint/core";
import { compare, expandTo, like, mul, reshapeTo, where, zerosLike } from "./algebra.ts";
import type { NodeOf } from "./rule.ts";

type ReduceRule = (c: Node, x: Node, y: Node, axes: readonly number[]) => Node;

const REDUCE_RULES = {
  sum: (c, x) => expandTo(c, x.shape),
  max: extremum,
  min: extremum,
  prod: product,
} as const satisfies Record<ReduceOp, ReduceRule>;

export function reduceRule(cotangent: Node, node: NodeOf<"reduce">): Node[] {
  const x = node.inputs[0] as Node;
  return [REDUCE_RULES[node.spec.op](cotangent, x, node, node.spec.axes)];
}

/** Those equal to the extremum get equal shares. */
function extremum(c: Node, x: Node, y: Node, axes: readonly number[]): Node {
  const isTop = compare("eq", x, expandTo(y, x.shape));
  const count = ir.reduce("sum", ir.cast(isTop, x.dtype), axes);
  return where(isTop, expandTo(ir.map("div", c, count), x.shape), zerosLike(x));
}

/** c times the product of all other factors: those before, and those behind. */
function product(c: Node, x: Node, _y: Node, axes: readonly number[]): Node {
  const kept = x.shape.map((_, axis) => axis).filter((axis) => !axes.includes(axis));
  const order = [...kept, ...axes];
  const moved = order.map((axis) => x.shape[axis] ?? 1);
  const rows = sizeOf(moved.slice(0, kept.length));
  const factors = ir.reshape(ir.permute(x, order), [rows, sizeOf(moved.slice(kept.length))]);
  const others = mul(productBefore(factors), ir.flip(productBefore(ir.flip(factors, [1])), [1]));
  const inverse = order.map((_, axis) => order.indexOf(axis));
  return mul(expandTo(c, x.shape), ir.permute(reshapeTo(others, moved), inverse));
}

/** Row lengths from which each doubling step gets a buffer: fused, the steps would read twice as much each time. */
const LONGEST_FUSED = 8;

/** `y[r, i]` is the product of `x[r, 0 … i−1]`, by doubling: log₂ n products of the row with itself, shifted. */
function productBefore(x: Node): Node {
  const [, length = 0] = x.shape;
  let y = shiftRight(x, 1);
  for (let distance = 1; distance < length; distance *= 2) {
    y = mul(y, shiftRight(y, distance));
    if (length > LONGEST_FUSED) y = ir.barrier(y);
  }
  return y;
}

/** Moves rows to the right by `distance`, ones following behind. */
function shiftRight(x: Node, distance: number): Node {
  const [rows = 0, length = 0] = x.shape;
  const shape: Shape = [rows, length];
  const kept = Math.max(0, length - distance);
  const moved = ir.pad(ir.shrink(x, [0, 0], [rows, kept]), [0, length - kept], [0, 0]);
  const isMoved = compare("lt", ir.iota(shape, 1), ir.full(distance, shape, "i32"));
  return where(isMoved, like(x, 1), moved);
}
