/** @file Gathers and scattered sums, with their gradient rules: each needs the other. */
import { sameShape } from "../../shape.ts";
import { expand, full, iota, map } from "../common.ts";
import type { VjpRule } from "../gradient-rule.ts";
import { expect, make } from "../make.ts";
import type { Node } from "../node.ts";

/** `x[…, indices[…], …]` along `axis`: the shapes are equal but for that axis. An index outside reads 0. */
export function gather(x: Node, indices: Node, axis: number): Node {
  const fits = x.shape.length === indices.shape.length && x.shape.every((n, i) => i === axis || n === indices.shape[i]);
  expect(fits && indices.dtype === "i32", "gather", "i32 indices of the shape of x but for the axis", x, indices);
  return make({ kind: "gather", axis }, [x, indices], indices.shape, x.dtype, gatherRule);
}

/** Adds the cotangents up where the elements came from. Where one is taken of each row, that is a comparison with its index. */
const gatherRule: VjpRule<"gather"> = (c, { spec: { axis }, inputs }) => {
  const [x, indices] = inputs as [Node, Node];
  const none = full(0, x.shape, c.dtype);
  if (indices.shape[axis] !== 1) return [scatterAdd(none, indices, c, axis)];
  const isTaken = map("eq", iota(x.shape, axis), expand(indices, x.shape));
  return [map("where", isTaken, expand(c, x.shape), none)];
};

/** Adds `updates` to `base` where `indices` point along `axis`, in the order of the updates. An index outside is dropped. */
export function scatterAdd(base: Node, indices: Node, updates: Node, axis: number): Node {
  const fits =
    base.shape.length === indices.shape.length && base.shape.every((n, i) => i === axis || n === indices.shape[i]);
  const isTyped = indices.dtype === "i32" && updates.dtype === base.dtype && base.dtype !== "bool";
  expect(
    fits && isTyped && sameShape(indices.shape, updates.shape),
    "scatterAdd",
    "indices and updates of one shape",
    base,
    indices,
    updates,
  );
  return make({ kind: "scatterAdd", axis }, [base, indices, updates], base.shape, base.dtype, scatterRule);
}

const scatterRule: VjpRule<"scatterAdd"> = (c, { spec, inputs: [, indices] }, { wants }) => [
  c,
  undefined,
  wants[2] === true && indices !== undefined ? gather(c, indices, spec.axis) : undefined,
];
