/** @file Changes of shape that move no data: reshape and its kin. */
import type { DType } from "../dtype.ts";
import { ShapeError } from "../errors.ts";
import { expand, permute as permuteNode, reshape as reshapeNode } from "../ir/build.ts";
import { checkShape, formatShape, normalizeAxes, normalizeAxis, type Shape, sizeOf } from "../shape.ts";
import { Tensor } from "../tensor/tensor.ts";
import { checkShapes } from "./checks.ts";
import { toNode } from "./operands.ts";
import type { Axes } from "./reduce-axes.ts";

/**
 * The same elements, in row-major order, under another shape. One extent may be −1: it is inferred.
 *
 * @throws {ShapeError} if the number of elements would change.
 * @example reshape(arange(6), [2, -1]) // shape [2, 3]
 */
export function reshape<D extends DType>(x: Tensor<D>, shape: Shape): Tensor<D> {
  const node = toNode("reshape", x);
  return new Tensor<D>(reshapeNode(node, inferShape(node.shape, shape)));
}

function inferShape(from: Shape, to: Shape): Shape {
  const unknown = to.indexOf(-1);
  const size = sizeOf(from);
  if (unknown !== to.lastIndexOf(-1)) checkShape("reshape", to);
  const known = checkShape("reshape", unknown < 0 ? to : to.filter((_, axis) => axis !== unknown));
  const rest = sizeOf(known);
  const inferred = rest === 0 ? 0 : size / rest;
  const fits = unknown < 0 ? rest === size : Number.isInteger(inferred) && inferred * rest === size;
  const got = (): string => `${formatShape(from)} to ${formatShape(to)}`;
  checkShapes(fits, "reshape", "the number of elements must stay", got, `there are ${size} elements`);
  if (unknown < 0) return known;
  return [...known.slice(0, unknown), inferred, ...known.slice(unknown)];
}

/** One axis from those between `start` and `end`, both included; by default from all. Errors as for any axis. */
export function flatten<D extends DType>(x: Tensor<D>, start = 0, end = -1): Tensor<D> {
  const { shape } = toNode("flatten", x);
  if (shape.length === 0) return reshape(x, [1]);
  const first = normalizeAxis("flatten", start, shape.length);
  const last = normalizeAxis("flatten", end, shape.length);
  checkShapes(
    first <= last,
    "flatten",
    "start must not lie behind end",
    () => `start ${start}, end ${end}`,
    "swap them",
  );
  return reshape(x, [...shape.slice(0, first), sizeOf(shape.slice(first, last + 1)), ...shape.slice(last + 1)]);
}

/**
 * Without the axes named, which must have extent 1; without all such axes when none is named.
 * @throws {ShapeError} if an axis does not exist or has another extent.
 */
export function squeeze<D extends DType>(x: Tensor<D>, axis?: Axes): Tensor<D> {
  const { shape } = toNode("squeeze", x);
  const axes = normalizeAxes("squeeze", axis, shape.length).filter((named) => axis !== undefined || shape[named] === 1);
  const fits = axes.every((named) => shape[named] === 1);
  checkShapes(
    fits,
    "squeeze",
    "only axes of extent 1 can go",
    () => `axes ${formatShape(axes)} of ${formatShape(shape)}`,
    "leave out the axis to drop all that can go",
  );
  return reshape(
    x,
    shape.filter((_, named) => !axes.includes(named)),
  );
}

/**
 * With a new axis of extent 1 at each place named, counted in the result.
 * @throws {ShapeError} if a place does not exist or is named twice.
 * @example expandDims(zeros([2, 3]), 1) // shape [2, 1, 3]
 */
export function expandDims<D extends DType>(x: Tensor<D>, axis: Axes): Tensor<D> {
  const { shape } = toNode("expandDims", x);
  const places = typeof axis === "number" ? [axis] : axis;
  const axes = normalizeAxes("expandDims", places, shape.length + places.length);
  const out = [...shape];
  for (const place of axes) out.splice(place, 0, 1);
  return reshape(x, out);
}

/**
 * Repeated along new leading axes and axes of extent 1, to fill a shape.
 * @throws {ShapeError} if x does not broadcast to that shape.
 */
export function broadcastTo<D extends DType>(x: Tensor<D> | number, shape: Shape): Tensor<D> {
  const node = toNode("broadcastTo", x);
  const out = checkShape("broadcastTo", shape);
  const lead = out.length - node.shape.length;
  const fits = lead >= 0 && node.shape.every((extent, axis) => extent === 1 || extent === out[axis + lead]);
  const got = (): string => `${formatShape(node.shape)} to ${formatShape(out)}`;
  checkShapes(
    fits,
    "broadcastTo",
    "extents must be equal or 1, aligned at the last axis",
    got,
    "expandDims or tile first",
  );
  return new Tensor<D>(expand(node, out));
}

/**
 * Axes in another order: output axis i is input axis `order[i]`.
 * @throws {ShapeError} if the order does not name each axis once.
 */
export function permute<D extends DType>(x: Tensor<D>, order: readonly number[]): Tensor<D> {
  const node = toNode("permute", x);
  const rank = node.shape.length;
  const axes = order.map((axis) => normalizeAxis("permute", axis, rank));
  if (axes.length !== rank || new Set(axes).size !== rank) {
    const got = `order ${formatShape(order)} for ${formatShape(node.shape)}`;
    const hint = "transpose swaps the last two axes";
    throw new ShapeError({ op: "permute", rule: "the order must name each axis once", got, hint });
  }
  return new Tensor<D>(permuteNode(node, axes));
}

/**
 * With the last two axes swapped.
 * @throws {ShapeError} if there are fewer than two.
 */
export function transpose<D extends DType>(x: Tensor<D>): Tensor<D> {
  const { shape } = toNode("transpose", x);
  const rank = shape.length;
  checkShapes(rank >= 2, "transpose", "at least two axes are needed", () => formatShape(shape), "expandDims first?");
  return permute(
    x,
    [...shape.keys()].map((axis) => (axis < rank - 2 ? axis : 2 * rank - 3 - axis)),
  );
}

/** With the axis at `from` moved to `to`. Errors as for any axis. */
export function moveAxis<D extends DType>(x: Tensor<D>, from: number, to: number): Tensor<D> {
  const { shape } = toNode("moveAxis", x);
  const source = normalizeAxis("moveAxis", from, shape.length);
  const target = normalizeAxis("moveAxis", to, shape.length);
  const order = [...shape.keys()].filter((axis) => axis !== source);
  order.splice(target, 0, source);
  return permute(x, order);
}
