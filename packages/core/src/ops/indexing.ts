/** @file Elements by index: gather, takeAlongAxis, scatterAdd, oneHot. Indices are i32 or u32. */
import type { DType } from "../dtype.ts";
import { promote } from "../dtype.ts";
import { DTypeError } from "../errors.ts";
import { cast, expand, gather as gatherNode, iota, map, reshape, scatterAdd as scatterNode } from "../ir/build.ts";
import type { Node } from "../ir/node.ts";
import { broadcastShapes, extentOf, formatShape, normalizeAxis, type Shape, sameShape, sizeOf } from "../shape.ts";
import { Tensor } from "../tensor/tensor.ts";
import { checkDType, checkShapes, describeShapes } from "./checks.ts";
import { checkHostIndices } from "./host-indices.ts";
import type { Operand } from "./operand-types.ts";
import { indexNode, toNode } from "./operands.ts";

/**
 * Whole slices of x, as an embedding look-up takes rows: `out[.., i…, ..] = x[.., indices[i…], ..]`.
 *
 * Shapes: x[A…, n, B…], indices[I…] → [A…, I…, B…], where n is the axis.
 * An index outside of [0, n) reads 0 if it is only known on the device.
 * @throws {ShapeError} if the axis does not exist, or an index on the host is out of range.
 * @throws {DTypeError} if the indices are not integers.
 */
export function gather<D extends DType>(x: Tensor<D>, indices: Operand, axis = 0): Tensor<D> {
  const source = toNode("gather", x);
  const list = indexNode("gather", indices);
  const along = normalizeAxis("gather", axis, source.shape.length);
  checkHostIndices("gather", indices, extentOf(source.shape, along));
  const [lead, trail] = [source.shape.slice(0, along), source.shape.slice(along + 1)];
  const taken = gatherNode(source, sliceIndices(source.shape, list, along), along);
  return new Tensor<D>(reshape(taken, [...lead, ...list.shape, ...trail]));
}

/** A list of indices along one axis, repeated over all others of a shape. */
function sliceIndices(shape: Shape, list: Node, axis: number): Node {
  const count = sizeOf(list.shape);
  const column = reshape(list, [count, ...shape.slice(axis + 1).map(() => 1)]);
  return expand(column, [...shape.slice(0, axis), count, ...shape.slice(axis + 1)]);
}

/**
 * One element for each index: `out[.., i, ..] = x[.., indices[.., i, ..], ..]`.
 *
 * Shapes: x and indices have one rank, and broadcast on all axes but `axis` → the shape of the indices.
 * Indices outside as for `gather`.
 * @throws {ShapeError} if the ranks differ, the shapes do not broadcast, or an index on the host is out of range.
 * @throws {DTypeError} if the indices are not integers.
 */
export function takeAlongAxis<D extends DType>(x: Tensor<D>, indices: Tensor<DType>, axis = -1): Tensor<D> {
  const source = toNode("takeAlongAxis", x);
  const list = indexNode("takeAlongAxis", indices);
  const got = (): string => describeShapes({ x: source.shape, indices: list.shape });
  checkShapes(
    source.shape.length === list.shape.length,
    "takeAlongAxis",
    "x and indices must have one rank",
    got,
    "use gather for whole slices",
  );
  const along = normalizeAxis("takeAlongAxis", axis, source.shape.length);
  checkHostIndices("takeAlongAxis", indices, extentOf(source.shape, along));
  const withExtent = (shape: Shape, extent: number): number[] => shape.map((n, i) => (i === along ? extent : n));
  const others = broadcastShapes("takeAlongAxis", withExtent(source.shape, 1), withExtent(list.shape, 1));
  const wide = expand(source, withExtent(others, extentOf(source.shape, along)));
  return new Tensor<D>(gatherNode(wide, expand(list, withExtent(others, extentOf(list.shape, along))), along));
}

/**
 * `base` with `updates` added where the indices point, in their order. The counterpart of `gather` (whole slices), and
 * of `takeAlongAxis` if indices and updates have one shape.
 *
 * Shapes: base[A…, n, B…], indices[I…], updates[A…, I…, B…] → as base; or base[A…, n, B…], indices and updates
 * [A…, m, B…].
 * An index outside of [0, n) is dropped if it is only known on the device. Deterministic: no order depends on threads.
 * @throws {ShapeError} if shapes do not fit, or an index on the host is out of range.
 * @throws {DTypeError} if the indices are not integers.
 */
export function scatterAdd<D extends DType>(
  base: Tensor<D>,
  indices: Tensor<DType>,
  updates: Tensor<DType> | number,
  axis = 0,
): Tensor<D> {
  const target = toNode("scatterAdd", base);
  const list = indexNode("scatterAdd", indices);
  const along = normalizeAxis("scatterAdd", axis, target.shape.length);
  checkHostIndices("scatterAdd", indices, extentOf(target.shape, along));
  const [lead, trail] = [target.shape.slice(0, along), target.shape.slice(along + 1)];
  const wide = [...lead, ...list.shape, ...trail];
  const node = toNode("scatterAdd", updates, target.dtype);
  const values = cast(
    node.shape.length === 0 ? expand(node, wide) : node,
    promote("scatterAdd", target.dtype, node.dtype),
  );
  const got = (): string => describeShapes({ base: target.shape, indices: list.shape, updates: values.shape });
  if (values.dtype !== target.dtype) {
    const rule = `updates must fit the base's ${target.dtype}`;
    throw new DTypeError({ op: "scatterAdd", rule, got: values.dtype, hint: "cast one of them" });
  }
  if (sameShape(values.shape, wide)) {
    const flat = reshape(values, [...lead, sizeOf(list.shape), ...trail]);
    return new Tensor<D>(scatterNode(target, sliceIndices(target.shape, list, along), flat, along));
  }
  const isAligned = sameShape(values.shape, list.shape) && list.shape.length === target.shape.length;
  const fits = isAligned && list.shape.every((n, i) => i === along || n === target.shape[i]);
  const rule = (): string =>
    `updates must have the shape ${formatShape(wide)}, or that of the indices, which is the base's but for axis ${along}`;
  checkShapes(fits, "scatterAdd", rule, got, "broadcastTo or reshape the updates");
  return new Tensor<D>(scatterNode(target, list, values, along));
}

const HINT = "it is the number of classes";

export interface OneHotOptions<D extends DType> {
  /** Element type. Default f32. */
  readonly dtype?: D;
}

/**
 * 1 where the last axis meets the index, else 0. An index outside of [0, depth) gives a row of zeros.
 *
 * Shapes: indices[…] → […, depth].
 * @throws {DTypeError} if the indices are not integers.
 * @throws {ShapeError} if the depth is not a whole number ≥ 0.
 * @example oneHot(tensor([1], { dtype: "i32" }), 3) // [[0, 1, 0]]
 */
export function oneHot<D extends DType = "f32">(
  indices: Operand,
  depth: number,
  options: OneHotOptions<D> = {},
): Tensor<D> {
  const list = indexNode("oneHot", indices);
  checkShapes(
    Number.isInteger(depth) && depth >= 0,
    "oneHot",
    "depth must be a whole number ≥ 0",
    () => `${depth}`,
    HINT,
  );
  const shape = [...list.shape, depth];
  const isHit = map("eq", expand(reshape(list, [...list.shape, 1]), shape), iota(shape, list.shape.length));
  return new Tensor<D>(cast(isHit, checkDType("oneHot", options.dtype ?? ("f32" as D))));
}
