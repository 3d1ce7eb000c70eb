/** @file Order along an axis: running sums, sorting, the greatest few. */
import type { DType } from "../dtype.ts";
import { cast, cumsum as cumsumNode, permute, sort as sortNode } from "../ir/build.ts";
import type { Node } from "../ir/node.ts";
import { extentOf, formatShape, normalizeAxis } from "../shape.ts";
import { Tensor } from "../tensor/tensor.ts";
import { checkShapes } from "./checks.ts";
import type { Arithmetic } from "./operand-types.ts";
import { operandNode, toNode } from "./operands.ts";

/**
 * Running sum along an axis: each element plus all before it. Integers wrap; bools are counted.
 *
 * Shapes: […] → […].
 * Numerics: floats are added in chunks of some hundred, whose sums are added likewise, so that the error stays far below
 * that of a plain loop.
 * @throws {ShapeError} if the axis does not exist.
 */
export function cumsum<D extends DType>(x: Tensor<D>, axis = -1): Tensor<Arithmetic<D>> {
  const node = operandNode("cumsum", "number", x);
  const swap = lastAxisOrder("cumsum", node, axis);
  return new Tensor(permute(cumsumNode(permute(node, swap)), swap));
}

export interface SortOptions {
  /** Greatest first. */
  readonly descending?: boolean;
}

/** What sorting gives: the elements in order, and where each was. */
export interface Sorted<D extends DType> {
  readonly values: Tensor<D>;
  readonly indices: Tensor<"i32">;
}

/**
 * Elements in order along an axis, and their i32 indices. Equal elements keep their order. NaN counts as greatest, −0
 * as equal to 0.
 *
 * Shapes: […] → values […], indices i32[…].
 * @throws {ShapeError} if the axis does not exist.
 */
export function sort<D extends DType>(x: Tensor<D>, axis = -1, options: SortOptions = {}): Sorted<D> {
  return sorted("sort", x, axis, options.descending ?? false);
}

/** The i32 indices that sort x along an axis. Order and errors as for `sort`. */
export function argsort<D extends DType>(x: Tensor<D>, axis = -1, options: SortOptions = {}): Tensor<"i32"> {
  return sorted("argsort", x, axis, options.descending ?? false).indices;
}

export interface TopKOptions {
  /** False for the least elements. Default true. */
  readonly largest?: boolean;
}

/**
 * The k greatest elements along an axis, greatest first, and their i32 indices. Ties and NaN as for `sort`.
 *
 * Shapes: [.., n, ..] → values and indices [.., k, ..].
 * @throws {ShapeError} if the axis does not exist or k is not in [0, n].
 * @example topk(tensor([1, 3, 2]), 2).values // [3, 2]
 */
export function topk<D extends DType>(x: Tensor<D>, k: number, axis = -1, options: TopKOptions = {}): Sorted<D> {
  const { shape } = toNode("topk", x);
  const along = normalizeAxis("topk", axis, shape.length);
  const isPossible = Number.isInteger(k) && k >= 0 && k <= extentOf(shape, along);
  checkShapes(
    isPossible,
    "topk",
    "k must be a whole number from 0 to the extent of the axis",
    () => `k ${k} for ${formatShape(shape)}`,
    "take fewer, or another axis",
  );
  return sorted("topk", x, along, options.largest ?? true, k);
}

function sorted<D extends DType>(
  op: string,
  x: Tensor<D>,
  axis: number,
  isDescending: boolean,
  count?: number,
): Sorted<D> {
  const node = toNode(op, x);
  const swap = lastAxisOrder(op, node, axis);
  const isBool = node.dtype === "bool";
  const { values, indices } = sortNode(permute(isBool ? cast(node, "u32") : node, swap), isDescending, count);
  const ordered = permute(values, swap);
  return {
    values: new Tensor<D>(isBool ? cast(ordered, "bool") : ordered),
    indices: new Tensor(permute(indices, swap)),
  };
}

/** The order of axes that swaps one with the last; its own inverse. */
function lastAxisOrder(op: string, x: Node, axis: number): number[] {
  const last = x.shape.length - 1;
  const along = normalizeAxis(op, axis, x.shape.length);
  return x.shape.map((_, i) => (i === along ? last : i === last ? along : i));
}
