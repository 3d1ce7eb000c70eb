/** @file Products over axes. Their gradient rule uses no division, so that zeros among the factors are no special case. */
import { type Shape, sizeOf } from "../../shape.ts";
import { barrier, expand, full, iota, map, reduce, reshape } from "../common.ts";
import type { VjpRule } from "../gradient-rule.ts";
import type { Node } from "../node.ts";
import { flip, pad, permute, shrink } from "./movement.ts";

/** The product over sorted `axes`, as `reduce`. */
export function product(x: Node, axes: readonly number[]): Node {
  return reduce("prod", x, axes, productRule);
}

/** c times the product of all other factors: those before, and those behind. */
const productRule: VjpRule<"reduce"> = (c, { spec: { axes }, inputs }) => {
  const [x] = inputs as [Node];
  const kept = x.shape.map((_, axis) => axis).filter((axis) => !axes.includes(axis));
  const order = [...kept, ...axes];
  const moved = order.map((axis) => x.shape[axis] ?? 1);
  const rows = sizeOf(moved.slice(0, kept.length));
  const factors = reshape(permute(x, order), [rows, sizeOf(moved.slice(kept.length))]);
  const others = map("mul", productBefore(factors), flip(productBefore(flip(factors, [1])), [1]));
  const inverse = order.map((_, axis) => order.indexOf(axis));
  return [map("mul", expand(c, x.shape), permute(reshape(others, moved), inverse))];
};

/** Row lengths from which each doubling step gets a buffer: fused, the steps would read twice as much each time. */
const LONGEST_FUSED = 8;

/** `y[r, i]` is the product of `x[r, 0 … i−1]`, by doubling: log₂ n products of the row with itself, shifted. */
function productBefore(x: Node): Node {
  const [, length = 0] = x.shape;
  let y = shiftRight(x, 1);
  for (let distance = 1; distance < length; distance *= 2) {
    y = map("mul", y, shiftRight(y, distance));
    if (length > LONGEST_FUSED) y = barrier(y);
  }
  return y;
}

/** Moves rows to the right by `distance`, ones following behind. */
function shiftRight(x: Node, distance: number): Node {
  const [rows = 0, length = 0] = x.shape;
  const shape: Shape = [rows, length];
  const kept = Math.max(0, length - distance);
  const moved = pad(shrink(x, [0, 0], [rows, kept]), [0, length - kept], [0, 0]);
  const isMoved = map("lt", iota(shape, 1), full(distance, shape, "i32"));
  return map("where", isMoved, full(1, shape, x.dtype), moved);
}
