/** @file Sorting and running sums, with their gradient rules. */
import { full } from "../common.ts";
import type { MultiVjpRule, VjpRule } from "../gradient-rule.ts";
import { make } from "../make.ts";
import type { Node } from "../node.ts";
import { gather, scatterAdd } from "./indexing.ts";
import { flip } from "./movement.ts";
import { result } from "./result.ts";

/** Values and i32 indices, sorted along the last axis: all of them, or the first `count`. */
export function sort(x: Node, isDescending: boolean, count?: number): { values: Node; indices: Node } {
  const shape = count === undefined ? x.shape : [...x.shape.slice(0, -1), count];
  const node = make({ kind: "sort", isDescending }, [x], shape, x.dtype, sortRule);
  return { values: result(node, 0), indices: result(node, 1) };
}

/**
 * Cotangents go back to where the values came from: a gather by the inverse permutation, which is an argsort. Of the first
 * few alone, each is added to a zero.
 */
const sortRule: MultiVjpRule<"sort"> = ([c], node) => {
  const [x] = node.inputs;
  if (c === undefined || x === undefined) return [];
  const [axis, indices] = [node.shape.length - 1, result(node, 1)];
  if (x.shape[axis] !== node.shape[axis]) return [scatterAdd(full(0, x.shape, c.dtype), indices, c, axis)];
  return [gather(c, sort(indices, false).indices, axis)];
};

/** Running sums along the last axis. */
export function cumsum(x: Node): Node {
  return make({ kind: "cumsum" }, [x], x.shape, x.dtype, cumsumRule);
}

const cumsumRule: VjpRule<"cumsum"> = (c, { shape }) => {
  const last = [shape.length - 1];
  return [flip(cumsum(flip(c, last)), last)];
};
