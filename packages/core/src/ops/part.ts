/** @file Parts of a tensor, and room around it: slice, split, pad, flip. */
import type { DType } from "../dtype.ts";
import { ShapeError } from "../errors.ts";
import { cast, expand, flip as flipNode, map, pad as padNode, shrink } from "../ir/build.ts";
import { extentOf, formatShape, normalizeAxes, normalizeAxis } from "../shape.ts";
import { Tensor } from "../tensor/tensor.ts";
import { checkShapes } from "./checks.ts";
import { constantNode } from "./masks.ts";
import { numberNode, toNode } from "./operands.ts";
import type { Axes } from "./reduce-axes.ts";

/**
 * The part from `begin[i]` up to, not including, `end[i]` on axis i. Negative numbers count from the end; axes that are
 * not mentioned stay whole.
 *
 * @throws {ShapeError} if a bound lies outside of its axis, or begin behind end.
 * @example slice(tensor([1, 2, 3, 4]), [1], [-1]) // [2, 3]
 */
export function slice<D extends DType>(x: Tensor<D>, begin: readonly number[], end: readonly number[] = []): Tensor<D> {
  const node = toNode("slice", x);
  const { shape } = node;
  const bound = (list: readonly number[], axis: number, fallback: number): number => {
    const value = list[axis] ?? fallback;
    return value < 0 ? value + extentOf(shape, axis) : value;
  };
  const from = shape.map((_, axis) => bound(begin, axis, 0));
  const to = shape.map((extent, axis) => bound(end, axis, extent));
  const isInside = shape.every((extent, axis) => {
    const [low, high] = [extentOf(from, axis), extentOf(to, axis)];
    return Number.isInteger(low) && Number.isInteger(high) && low >= 0 && low <= high && high <= extent;
  });
  const fits = isInside && begin.length <= shape.length && end.length <= shape.length;
  const got = (): string => `begin ${formatShape(begin)}, end ${formatShape(end)} for ${formatShape(shape)}`;
  checkShapes(
    fits,
    "slice",
    "0 ≤ begin ≤ end ≤ extent must hold on each axis",
    got,
    "negative bounds count from the end",
  );
  return new Tensor<D>(shrink(node, from, to));
}

/**
 * Consecutive parts along an axis: of the sizes listed, or as many equal ones as `sizes` says.
 *
 * @throws {ShapeError} if the sizes do not add up to the extent, or it cannot be divided.
 * @example split(arange(5), [2, 3]) // [0, 1] and [2, 3, 4]
 */
export function split<D extends DType>(x: Tensor<D>, sizes: number | readonly number[], axis = 0): Tensor<D>[] {
  const { shape } = toNode("split", x);
  const along = normalizeAxis("split", axis, shape.length);
  const list = typeof sizes === "number" ? equalSizes(sizes, extentOf(shape, along)) : sizes;
  const isWhole = list.every((size) => Number.isInteger(size) && size >= 0);
  const total = list.reduce((sum, size) => sum + size, 0);
  const got = (): string => `sizes ${formatShape(list)} for axis ${along} of ${formatShape(shape)}`;
  checkShapes(
    isWhole && total === shape[along],
    "split",
    "the sizes must add up to the extent of the axis",
    got,
    "or give the number of equal parts",
  );
  let offset = 0;
  return list.map((size) => {
    const begin = shape.map((_, i) => (i === along ? offset : 0));
    offset += size;
    return slice(
      x,
      begin,
      shape.map((extent, i) => (i === along ? offset : extent)),
    );
  });
}

function equalSizes(count: number, extent: number): number[] {
  if (Number.isInteger(count) && count > 0 && extent % count === 0)
    return new Array<number>(count).fill(extent / count);
  const rule = "the extent of the axis must be divisible by the number of parts";
  throw new ShapeError({ op: "split", rule, got: `${extent} into ${count}`, hint: "list the sizes of unequal parts" });
}

/**
 * With `widths[i] = [before, after]` elements of `value` around axis i. Axes that are not mentioned get none.
 *
 * @throws {ShapeError} if a width is not a whole number ≥ 0, or there are more widths than axes.
 * @example pad(tensor([1, 2]), [[1, 0]]) // [0, 1, 2]
 */
export function pad<D extends DType>(
  x: Tensor<D>,
  widths: readonly (readonly [number, number])[],
  value = 0,
): Tensor<D> {
  const node = toNode("pad", x);
  const { shape } = node;
  const got = (): string => `[${widths.map((pair) => `[${pair.join(", ")}]`).join(", ")}] for ${formatShape(shape)}`;
  const isWhole = widths.every((pair) => pair.length === 2 && pair.every((n) => Number.isInteger(n) && n >= 0));
  checkShapes(
    isWhole && widths.length <= shape.length,
    "pad",
    "widths must be pairs of whole numbers ≥ 0, one per axis",
    got,
    "use slice to make an axis shorter",
  );
  const before = shape.map((_, axis) => widths[axis]?.[0] ?? 0);
  const after = shape.map((_, axis) => widths[axis]?.[1] ?? 0);
  const padded = padNode(node, before, after);
  if (value === 0 || padded === node) return new Tensor<D>(padded);
  // Outside of the padded mask is false: there the value goes, whatever it is, and x is left as it was.
  const isInside = padNode(expand(constantNode(1, "bool"), shape), before, after);
  return new Tensor<D>(
    map("where", isInside, padded, expand(cast(numberNode(value, node.dtype), node.dtype), padded.shape)),
  );
}

/** In reverse order along some axes, or all. @throws {ShapeError} if an axis does not exist or is named twice. */
export function flip<D extends DType>(x: Tensor<D>, axes?: Axes): Tensor<D> {
  const node = toNode("flip", x);
  return new Tensor<D>(flipNode(node, normalizeAxes("flip", axes, node.shape.length)));
}
