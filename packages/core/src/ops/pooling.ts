/** @file Pools: the greatest, or the mean, of the elements of windows along one and two axes. */
import { type DType, isFloat } from "../dtype.ts";
import { expand, map, number, pad as padNode, permute, reduce, reshape, window } from "../ir/build.ts";
import type { Node } from "../ir/node.ts";
import type { ReduceOp } from "../kernel/types.ts";
import { Tensor } from "../tensor/tensor.ts";
import type { Arithmetic, Float } from "./operand-types.ts";
import { operandNode } from "./operands.ts";
import { fail, geometryOf, type Padding, type PerAxis, perAxis } from "./spatial.ts";

export interface PoolOptions {
  /** Elements of a window along each axis. */
  readonly size: PerAxis;
  /** Elements from one window to the next. Default: the size. */
  readonly stride?: PerAxis;
  /** At most half the size. Default 0. */
  readonly padding?: Padding;
}

export interface MaxPoolOptions extends PoolOptions {
  /** Elements from one element of a window to the next. Default 1. */
  readonly dilation?: PerAxis;
}

export interface AvgPoolOptions extends PoolOptions {
  /** Whether the zeros around count as elements. Default true. */
  readonly countIncludePad?: boolean;
}

/** As `maxPool2d`, along one axis: [N, C, L] → [N, C, L′]. */
export function maxPool1d<D extends DType>(x: Tensor<D>, options: MaxPoolOptions): Tensor<Arithmetic<D>> {
  return maxPool("maxPool1d", 1, x, options);
}

/**
 * The greatest element of each window; what lies around is not counted.
 *
 * Shapes: [N, C, H, W] → [N, C, H′, W′], as `conv2d`.
 * Gradient: as for `max`, equal greatest elements of a window share it. (PyTorch gives it to the first.)
 * @throws {ShapeError} if an option is out of its range, x has another rank, or no window fits.
 * @example maxPool2d(tensor([[[[1, 2], [3, 4]]]]), { size: 2 }) // [[[[4]]]]
 */
export function maxPool2d<D extends DType>(x: Tensor<D>, options: MaxPoolOptions): Tensor<Arithmetic<D>> {
  return maxPool("maxPool2d", 2, x, options);
}

/** As `avgPool2d`, along one axis: [N, C, L] → [N, C, L′]. */
export function avgPool1d<D extends DType>(x: Tensor<D>, options: AvgPoolOptions): Tensor<Float<D>> {
  return avgPool("avgPool1d", 1, x, options);
}

/**
 * The mean of each window. Shapes and errors as for `maxPool2d`.
 *
 * Zeros around count as elements, unless `countIncludePad` is false.
 */
export function avgPool2d<D extends DType>(x: Tensor<D>, options: AvgPoolOptions): Tensor<Float<D>> {
  return avgPool("avgPool2d", 2, x, options);
}

function maxPool<D extends DType>(op: string, rank: number, x: unknown, options: MaxPoolOptions): Tensor<D> {
  const node = operandNode(op, "number", x);
  const { dtype } = node;
  const least = isFloat(dtype) ? -Infinity : dtype === "i32" ? -(2 ** 31) : 0;
  return new Tensor<D>(pool(op, rank, "max", node, options, least));
}

function avgPool<D extends DType>(op: string, rank: number, x: unknown, options: AvgPoolOptions): Tensor<D> {
  const node = operandNode(op, "float", x);
  const total = pool(op, rank, "sum", node, options, 0);
  const ones = expand(number(1, node.dtype), options.countIncludePad === false ? node.shape : [1]);
  const count =
    ones.shape.length > 1
      ? pool(op, rank, "sum", ones, options, 0)
      : expand(
          number(
            perAxis(op, "size", options.size, rank, 1).reduce((n, m) => n * m),
            node.dtype,
          ),
          total.shape,
        );
  return new Tensor<D>(map("div", total, count));
}

/** Reduces the windows of x, around which lies `outside`. */
function pool(op: string, rank: number, reduction: ReduceOp, x: Node, options: MaxPoolOptions, outside: number): Node {
  const { shape } = x;
  if (shape.length !== rank + 2) fail(op, `x needs ${rank + 2} axes`, shape, "they are [N, C, …]");
  const size = perAxis(op, "size", options.size, rank, 1);
  const { stride, dilation, before, after } = geometryOf(op, shape.slice(2), size, { stride: size, ...options });
  if (size.some((n, i) => Math.max(before[i] as number, after[i] as number) > n / 2))
    fail(op, "padding must be at most half the size", [...before, ...after], "pad x itself by more");
  let windows = padded(x, [0, 0, ...before], [0, 0, ...after], outside);
  size.forEach((n, i) => {
    windows = window(windows, i + 2, n, stride[i] as number, dilation[i] as number);
  });
  // Elements of a window come before the places, so that neighbouring lanes have neighbouring results.
  const places = size.map((_, i) => i + 2);
  const inside = size.map((_, i) => i + 2 + rank);
  const pooled = reduce(reduction, permute(windows, [0, 1, ...inside, ...places]), places);
  return reshape(pooled, windows.shape.slice(0, rank + 2));
}

function padded(x: Node, before: readonly number[], after: readonly number[], value: number): Node {
  const zeros = padNode(x, before, after);
  if (value === 0 || zeros === x) return zeros;
  const isInside = padNode(expand(number(1, "bool"), x.shape), before, after);
  return map("where", isInside, zeros, expand(number(value, x.dtype), zeros.shape));
}
