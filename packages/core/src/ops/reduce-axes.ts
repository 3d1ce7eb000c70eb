/** @file What all reductions share: their axes, checked. */
import { reduce, reshape } from "../ir/build.ts";
import type { Node } from "../ir/node.ts";
import type { ReduceOp } from "../kernel/types.ts";
import { extentOf, formatShape, normalizeAxes, type Shape } from "../shape.ts";
import { checkShapes } from "./checks.ts";

/** The axes of a reduction: one, several, or all when absent. */
export type Axes = number | readonly number[];

/** One reduction primitive, or what builds one, over checked axes, with or without them kept. */
export function reduceAxes(
  name: string,
  op: ReduceOp | ((x: Node, axes: readonly number[]) => Node),
  x: Node,
  axis: Axes | undefined,
  keepAxes: boolean,
): Node {
  const axes = normalizeAxes(name, axis, x.shape.length);
  const kept = typeof op === "string" ? reduce(op, x, axes) : op(x, axes);
  return keepAxes || axes.length === 0 ? kept : reshape(kept, dropAxes(x.shape, axes));
}

/** A shape without some of its axes. */
export function dropAxes(shape: Shape, axes: readonly number[]): Shape {
  return shape.filter((_, axis) => !axes.includes(axis));
}

/** How many elements a reduction over these axes takes together. */
export function countOf(op: string, shape: Shape, axis: Axes | undefined): number {
  let count = 1;
  for (const reduced of normalizeAxes(op, axis, shape.length)) count *= extentOf(shape, reduced);
  return count;
}

/** @throws {ShapeError} if a reduction that has no identity would have to choose from nothing. */
export function checkNotEmpty(op: string, x: Node, axis: Axes | undefined): void {
  const axes = normalizeAxes(op, axis, x.shape.length);
  const isEmpty = axes.some((reduced) => x.shape[reduced] === 0) && !dropAxes(x.shape, axes).includes(0);
  checkShapes(
    !isEmpty,
    op,
    "at least one element is needed to choose from",
    () => formatShape(x.shape),
    "check the size first",
  );
}
