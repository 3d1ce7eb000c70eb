/**
 * @file Index arithmetic by plain loops, and the primitives that only move elements.
 */
import type { NodeSpec } from "../ir/node.ts";
import { type Shape, sizeOf } from "../shape.ts";

/** All indices of a shape, in row-major order. */
export function* eachIndex(shape: Shape): Generator<readonly number[]> {
  const size = sizeOf(shape);
  for (let flat = 0; flat < size; flat++) {
    const index = new Array<number>(shape.length);
    let rest = flat;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const extent = shape[axis] as number;
      index[axis] = rest % extent;
      rest = Math.floor(rest / extent);
    }
    yield index;
  }
}

/** The row-major position of an index; undefined if it lies outside of the shape. */
export function offsetOf(shape: Shape, index: readonly number[]): number | undefined {
  let offset = 0;
  for (const [axis, extent] of shape.entries()) {
    const i = index[axis] as number;
    if (i < 0 || i >= extent) return undefined;
    offset = offset * extent + i;
  }
  return offset;
}

/** The element at an index, 0 outside. */
export function elementAt(x: Float64Array, shape: Shape, index: readonly number[]): number {
  const offset = offsetOf(shape, index);
  return offset === undefined ? 0 : (x[offset] as number);
}

/** Primitives that only move elements. */
export type ViewSpec = Extract<
  NodeSpec,
  { kind: "reshape" | "permute" | "expand" | "pad" | "shrink" | "flip" | "window" }
>;

/** The elements of a view of x. */
export function viewValues(spec: ViewSpec, x: Float64Array, from: Shape, to: Shape): Float64Array {
  if (spec.kind === "reshape") return x;
  const values = new Float64Array(sizeOf(to));
  let i = 0;
  for (const index of eachIndex(to)) values[i++] = elementAt(x, from, sourceIndex(spec, from, index));
  return values;
}

/** Where the element at `index` of the view comes from. */
function sourceIndex(spec: Exclude<ViewSpec, { kind: "reshape" }>, from: Shape, index: readonly number[]): number[] {
  const at = (axis: number): number => index[axis] as number;
  switch (spec.kind) {
    case "permute": {
      const source = new Array<number>(from.length);
      for (const [i, axis] of spec.order.entries()) source[axis] = at(i);
      return source;
    }
    case "expand": {
      const lead = index.length - from.length;
      return from.map((extent, axis) => (extent === 1 ? 0 : at(axis + lead)));
    }
    case "pad":
      return from.map((_, axis) => at(axis) - (spec.before[axis] as number));
    case "shrink":
      return from.map((_, axis) => at(axis) + (spec.begin[axis] as number));
    case "flip":
      return from.map((extent, axis) => (spec.axes.includes(axis) ? extent - 1 - at(axis) : at(axis)));
    case "window":
      return from.map((_, axis) =>
        axis === spec.axis ? at(axis) * spec.stride + at(from.length) * spec.dilation : at(axis),
      );
    default:
      return spec satisfies never;
  }
}
