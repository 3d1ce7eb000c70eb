/** @file Gradient rules of the reductions but products, which bring theirs. Ties of a maximum or minimum share the cotangent equally. */
import { ir, type Node, type NodeOf, type ReduceOp } from "@adjoint/core";
import { compare, expandTo, where, zerosLike } from "./algebra.ts";
import { missingRule } from "./missing-rule.ts";

type ReduceRule = (c: Node, x: Node, y: Node, axes: readonly number[]) => Node;

const REDUCE_RULES = {
  sum: (c, x) => expandTo(c, x.shape),
  max: extremum,
  min: extremum,
  prod: (_c, _x, y) => missingRule(y),
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
