/**
 * @file Shapes and axes: sizes, row-major strides, broadcasting, axis normalisation. Pure functions on arrays of numbers.
 */
import { ShapeError } from "./errors.ts";

/** Extents of a tensor, outermost first; `[]` is a scalar. */
export type Shape = readonly number[];

/** Number of elements. */
export function sizeOf(shape: Shape): number {
  let size = 1;
  for (const extent of shape) size *= extent;
  return size;
}

/** Row-major strides in elements. */
export function stridesOf(shape: Shape): number[] {
  const strides = new Array<number>(shape.length);
  let stride = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = stride;
    stride *= extentOf(shape, axis);
  }
  return strides;
}

/** The extent of an axis that is known to exist. */
export function extentOf(shape: Shape, axis: number): number {
  const extent = shape[axis];
  if (extent === undefined) throw new RangeError(`axis ${axis} of shape ${formatShape(shape)}`);
  return extent;
}

export function sameShape(a: Shape, b: Shape): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let axis = 0; axis < a.length; axis++) if (a[axis] !== b[axis]) return false;
  return true;
}

export function formatShape(shape: Shape): string {
  return `[${shape.join(", ")}]`;
}

/**
 * The shape to which both operands broadcast: aligned at the last axis, an extent of 1 stretches.
 * @throws {ShapeError} if two extents differ and neither is 1.
 */
export function broadcastShapes(op: string, a: Shape, b: Shape): Shape {
  if (b.length === 0 || sameShape(a, b)) return a;
  if (a.length === 0) return b;
  const rank = Math.max(a.length, b.length);
  const out = new Array<number>(rank);
  for (let i = 1; i <= rank; i++) {
    const m = a[a.length - i] ?? 1;
    const n = b[b.length - i] ?? 1;
    if (m !== n && m !== 1 && n !== 1) {
      throw new ShapeError({
        op,
        rule: "shapes must broadcast (equal extents or 1, aligned at the last axis)",
        got: `${formatShape(a)} and ${formatShape(b)}`,
        hint: `axis ${rank - i} has ${m} and ${n}; reshape or expandDims one operand`,
      });
    }
    out[rank - i] = m === 1 ? n : m;
  }
  return out;
}

/**
 * A non-negative axis; a negative one counts from the end.
 * @throws {ShapeError} if it is not an integer in [-rank, rank).
 */
export function normalizeAxis(op: string, axis: number, rank: number): number {
  if (!Number.isInteger(axis) || axis < -rank || axis >= rank) {
    throw new ShapeError({
      op,
      rule: `axis must be an integer in [${-rank}, ${rank})`,
      got: `axis ${axis} for rank ${rank}`,
      hint: rank === 0 ? "a scalar has no axes" : "negative axes count from the end",
    });
  }
  return axis < 0 ? axis + rank : axis;
}

/** Sorted, distinct, non-negative axes; all of them when none is given. */
export function normalizeAxes(op: string, axes: number | readonly number[] | undefined, rank: number): number[] {
  if (axes === undefined) return Array.from({ length: rank }, (_, axis) => axis);
  if (!isList(axes)) return [normalizeAxis(op, axes, rank)];
  const list = axes.map((axis) => normalizeAxis(op, axis, rank));
  const sorted = [...new Set(list)].sort((a, b) => a - b);
  if (sorted.length !== list.length) {
    const got = `axes ${formatShape(axes)} for rank ${rank}`;
    throw new ShapeError({ op, rule: "an axis may be named once", got, hint: "negative axes count from the end" });
  }
  return sorted;
}

/**
 * A copy of `shape`, checked.
 * @throws {ShapeError} if an extent is not a non-negative integer.
 */
export function checkShape(op: string, shape: Shape): Shape {
  if (!isList(shape)) {
    throw new ShapeError({
      op,
      rule: "a shape must be a list of extents",
      got: String(shape),
      hint: "write [n] for one axis",
    });
  }
  for (const extent of shape) {
    if (!Number.isInteger(extent) || extent < 0) {
      throw new ShapeError({
        op,
        rule: "extents must be non-negative integers",
        got: formatShape(shape),
        hint: "only reshape takes a -1, and one at most",
      });
    }
  }
  return [...shape];
}

/** As `Array.isArray`, which does not tell read-only lists from what is none. */
function isList(value: number | readonly number[]): value is readonly number[] {
  return Array.isArray(value);
}
