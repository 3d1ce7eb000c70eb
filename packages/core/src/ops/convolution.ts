/** @file Convolutions and their transposes, along one and two axes. */
import { type DType, promote } from "../dtype.ts";
import { cast, conv as convNode } from "../ir/build.ts";
import type { Node } from "../ir/node.ts";
import type { Shape } from "../shape.ts";
import { Tensor } from "../tensor/tensor.ts";
import { describeShapes } from "./checks.ts";
import type { Float, Promote } from "./operand-types.ts";
import { computeDType, toNode } from "./operands.ts";
import { fail, geometryOf, type PerAxis, perAxis, type WindowOptions } from "./spatial.ts";

export interface ConvOptions extends WindowOptions {
  /** Parts of the channels that are convolved apart. Default 1. */
  readonly groups?: number;
}

export interface ConvTransposeOptions extends ConvOptions {
  /** Elements that the result has more, behind each axis; below the stride. Default 0. */
  readonly outputPadding?: PerAxis;
}

type Product<A extends DType, B extends DType> = Tensor<Float<Promote<A, B>>>;

/** As `conv2d`, along one axis: x[N, C, L], w[O, C/groups, k] → [N, O, L′]. */
export function conv1d<A extends DType, B extends DType>(
  x: Tensor<A>,
  w: Tensor<B>,
  options: ConvOptions = {},
): Product<A, B> {
  return forward("conv1d", 1, x, w, options);
}

/**
 * Convolution as networks have it (no mirroring): y[n, o, i, j] = Σ x[n, c, i·stride + k·dilation, …] · w[o, c, k, l] over
 * the channels of o's group.
 *
 * Shapes: x[N, C, H, W], w[O, C/groups, kH, kW] → [N, O, H′, W′], with H′ = ⌊(H + padding − dilation·(kH − 1) − 1) / stride⌋ + 1.
 * Numerics: f32 and f16 accumulate in f32. Convolutions 3×3 of stride 1 with many channels take Winograd's form, whose error is
 * about ten times that of the plain sum: below 1e-5 of the root of the sum of the squares of the terms.
 * @throws {ShapeError} if ranks or channels do not fit, the groups do not divide, an option is out of its range, or the kernel
 * is larger than the padded input.
 * @see Dumoulin, Visin, A guide to convolution arithmetic for deep learning (2016)
 * @example conv2d(zeros([1, 3, 8, 8]), zeros([5, 3, 3, 3]), { padding: 1 }).shape // [1, 5, 8, 8]
 */
export function conv2d<A extends DType, B extends DType>(
  x: Tensor<A>,
  w: Tensor<B>,
  options: ConvOptions = {},
): Product<A, B> {
  return forward("conv2d", 2, x, w, options);
}

/** As `convTranspose2d`, along one axis: x[N, C, L], w[C, O/groups, k] → [N, O, L′]. */
export function convTranspose1d<A extends DType, B extends DType>(
  x: Tensor<A>,
  w: Tensor<B>,
  options: ConvTransposeOptions = {},
): Product<A, B> {
  return transposed("convTranspose1d", 1, x, w, options);
}

/**
 * The adjoint of `conv2d` with the same weights and options: its gradient by x. Each element of x adds the kernel, times
 * itself, to the result, `stride` elements from that of its neighbour.
 *
 * Shapes: x[N, C, H, W], w[C, O/groups, kH, kW] → [N, O, H′, W′], with
 * H′ = (H − 1)·stride − padding + dilation·(kH − 1) + outputPadding + 1. Padding cuts the result; "same" has no meaning here.
 * @throws {ShapeError} as `conv2d`, and if the result would be empty.
 */
export function convTranspose2d<A extends DType, B extends DType>(
  x: Tensor<A>,
  w: Tensor<B>,
  options: ConvTransposeOptions = {},
): Product<A, B> {
  return transposed("convTranspose2d", 2, x, w, options);
}

function forward<D extends DType>(op: string, rank: number, x: unknown, w: unknown, options: ConvOptions): Tensor<D> {
  const [a, b] = factors(op, rank, x, w);
  const { counts, ...geometry } = geometryOf(op, a.shape.slice(2), b.shape.slice(2), options);
  const [outputs = 0, channels = 0] = b.shape;
  checkChannels(op, a, b, channels * geometry.groups, outputs, geometry.groups);
  return new Tensor<D>(convNode("output", geometry, a, b, [a.shape[0] ?? 0, outputs, ...counts]));
}

function transposed<D extends DType>(
  op: string,
  rank: number,
  x: unknown,
  w: unknown,
  options: ConvTransposeOptions,
): Tensor<D> {
  const [a, b] = factors(op, rank, x, w);
  const [channels = 0, outputs = 0, ...kernel] = b.shape;
  if (options.padding === "same") fail(op, "padding must be given by numbers", "same", "or valid, which is 0");
  // Any input that the windows fit: only the options are checked here.
  const { counts: _, ...geometry } = geometryOf(
    op,
    kernel.map((n, i) => n * (perAxis(op, "dilation", options.dilation ?? 1, rank, 1)[i] ?? 1)),
    kernel,
    options,
  );
  const { stride, dilation, before, after, groups } = geometry;
  checkChannels(op, a, b, channels, channels, groups);
  const extra = perAxis(op, "outputPadding", options.outputPadding ?? 0, rank, 0);
  if (extra.some((n, i) => n >= (stride[i] as number)))
    fail(op, "outputPadding must be below the stride", extra, "or raise the stride");
  const extents = kernel.map((size, i) => {
    const reach = (dilation[i] as number) * (size - 1) + 1;
    return (
      ((a.shape[i + 2] as number) - 1) * (stride[i] as number) +
      reach +
      (extra[i] as number) -
      (before[i] as number) -
      (after[i] as number)
    );
  });
  if (extents.some((n) => n < 1)) fail(op, "the padding must leave something of the result", extents, "pad less");
  return new Tensor<D>(convNode("input", geometry, a, b, [a.shape[0] ?? 0, outputs * groups, ...extents]));
}

/** The operands as nodes of one float dtype. */
function factors(op: string, rank: number, x: unknown, w: unknown): readonly [Node, Node] {
  const [a, b] = [toNode(op, x), toNode(op, w)];
  const fits = ({ shape }: Node): boolean => shape.length === rank + 2 && shape.slice(2).every((extent) => extent > 0);
  if (!fits(a) || !fits(b))
    fail(op, `x and w need ${rank + 2} axes, the last ${rank} not empty`, shapesOf(a.shape, b.shape), "reshape first?");
  const dtype = computeDType("float", promote(op, a.dtype, b.dtype));
  return [cast(a, dtype), cast(b, dtype)];
}

const shapesOf = (x: Shape, w: Shape): string => describeShapes({ x, w });

function checkChannels(op: string, x: Node, w: Node, channels: number, divided: number, groups: number): void {
  if (x.shape[1] === channels && divided % groups === 0) return;
  const got = `${shapesOf(x.shape, w.shape)}, groups ${groups}`;
  fail(
    op,
    "channels of x and w must agree, and be divisible by groups",
    got,
    "x is [N, C, …]; w has C / groups channels",
  );
}
