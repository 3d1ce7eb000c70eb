/** @file Nodes that move elements: permutations, padding, parts and flips, each with its gradient rule. */
import { extentOf, sameShape } from "../../shape.ts";
import type { VjpRule } from "../gradient-rule.ts";
import { make } from "../make.ts";
import type { Node } from "../node.ts";

export function permute(x: Node, order: readonly number[]): Node {
  if (order.every((axis, i) => axis === i)) return x;
  return make(
    { kind: "permute", order },
    [x],
    order.map((axis) => extentOf(x.shape, axis)),
    x.dtype,
    permuteRule,
  );
}

const permuteRule: VjpRule<"permute"> = (c, { spec }) => {
  const inverse = new Array<number>(spec.order.length);
  spec.order.forEach((axis, i) => {
    inverse[axis] = i;
  });
  return [permute(c, inverse)];
};

/** Swaps the last two axes. */
export function transpose(x: Node): Node {
  const rank = x.shape.length;
  const order = x.shape.map((_, axis) => axis);
  order[rank - 2] = rank - 1;
  order[rank - 1] = rank - 2;
  return permute(x, order);
}

/** Surrounds with zeros. Counts are not negative. */
export function pad(x: Node, before: readonly number[], after: readonly number[]): Node {
  if (before.every((n) => n === 0) && after.every((n) => n === 0)) return x;
  const shape = x.shape.map((extent, axis) => extentOf(before, axis) + extent + extentOf(after, axis));
  return make({ kind: "pad", before, after }, [x], shape, x.dtype, padRule);
}

const padRule: VjpRule<"pad"> = (c, { spec, inputs: [x] }) => [
  shrink(c, spec.before, x?.shape.map((extent, axis) => extentOf(spec.before, axis) + extent) ?? []),
];

export function shrink(x: Node, begin: readonly number[], end: readonly number[]): Node {
  const shape = x.shape.map((_, axis) => extentOf(end, axis) - extentOf(begin, axis));
  return sameShape(shape, x.shape) ? x : make({ kind: "shrink", begin, end }, [x], shape, x.dtype, shrinkRule);
}

const shrinkRule: VjpRule<"shrink"> = (c, { spec, inputs: [x] }) => [
  pad(c, spec.begin, x?.shape.map((extent, axis) => extent - extentOf(spec.end, axis)) ?? []),
];

export function flip(x: Node, axes: readonly number[]): Node {
  return axes.length === 0 ? x : make({ kind: "flip", axes }, [x], x.shape, x.dtype, flipRule);
}

const flipRule: VjpRule<"flip"> = (c, { spec }) => [flip(c, spec.axes)];
