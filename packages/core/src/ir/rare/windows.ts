/** @file Windows along an axis, and what adds them up again: each is the other's gradient. */
import { extentOf } from "../../shape.ts";
import { reshape } from "../common.ts";
import type { VjpRule } from "../gradient-rule.ts";
import { expect, make } from "../make.ts";
import type { Node } from "../node.ts";

/** How many windows of `size` elements fit an axis; below 1 if none does. */
export function countWindows(extent: number, size: number, stride: number, dilation: number): number {
  return Math.floor((extent - dilation * (size - 1) - 1) / stride) + 1;
}

/** Windows of `size` elements along an axis, at least one; see the node kind. */
export function window(x: Node, axis: number, size: number, stride: number, dilation: number): Node {
  const count = countWindows(extentOf(x.shape, axis), size, stride, dilation);
  expect(size > 0 && count > 0, "window", () => `one of ${size} elements must fit axis ${axis}`, x);
  const shape = [...x.shape.map((extent, i) => (i === axis ? count : extent)), size];
  return size === 1 && stride === 1
    ? reshape(x, shape)
    : make({ kind: "window", axis, stride, dilation }, [x], shape, x.dtype, windowRule);
}

const windowRule: VjpRule<"window"> = (c, { spec, inputs: [x] }) => [
  fold(c, spec.axis, x?.shape[spec.axis] ?? 0, spec.stride, spec.dilation),
];

/** Adds up windows, which lie along an axis and the last one, into an axis of `extent` elements. */
export function fold(y: Node, axis: number, extent: number, stride: number, dilation: number): Node {
  const size = extentOf(y.shape, y.shape.length - 1);
  const fits = countWindows(extent, size, stride, dilation) === y.shape[axis];
  expect(fits, "fold", () => `windows must be as many as fit ${extent} elements`, y);
  const shape = y.shape.slice(0, -1).map((count, i) => (i === axis ? extent : count));
  return make({ kind: "fold", axis, stride, dilation }, [y], shape, y.dtype, foldRule);
}

const foldRule: VjpRule<"fold"> = (c, { spec, inputs: [y] }) => [
  window(c, spec.axis, y?.shape.at(-1) ?? 0, spec.stride, spec.dilation),
];
