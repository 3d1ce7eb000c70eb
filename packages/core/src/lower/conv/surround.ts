/** @file Zeros around spatial axes. */
import * as ir from "../../ir/build.ts";
import type { Node } from "../../ir/node.ts";

/** The last axes, for which counts are given, surrounded by zeros, or cut where a count is negative. */
export function surround(x: Node, before: readonly number[], after: readonly number[]): Node {
  const lead = x.shape.length - before.length;
  const counts = (list: readonly number[]): number[] => x.shape.map((_, axis) => list[axis - lead] ?? 0);
  const [first, last] = [counts(before), counts(after)];
  const begin = first.map((n) => Math.max(0, -n));
  const end = x.shape.map((extent, axis) => extent - Math.max(0, -(last[axis] ?? 0)));
  const positive = (list: readonly number[]): number[] => list.map((n) => Math.max(0, n));
  return ir.pad(ir.shrink(x, begin, end), positive(first), positive(last));
}
