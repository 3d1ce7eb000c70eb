/**
 * @file Convolutions as matrix products over windows of the input. The adjoints are turned into convolutions first, or, where
 * that would multiply by inserted zeros, into a product whose result is added up.
 */
import * as ir from "../../ir/build.ts";
import type { ConvGeometry, DotReads, Node } from "../../ir/node.ts";
import { extentOf, type Shape, sizeOf } from "../../shape.ts";
import { type Rule, structural } from "../simplify.ts";
import { contract } from "./contract.ts";
import { surround } from "./surround.ts";
import { isWinograd, winogradOutput, winogradWeight } from "./winograd.ts";

export const convAsDot: Rule = (spec, [a, b], node, { hasSerialLanes }) => {
  if (spec.kind !== "conv" || a === undefined || b === undefined) return undefined;
  if (sizeOf(node.shape) === 0 || sizeOf(a.shape) * sizeOf(b.shape) === 0)
    return ir.expand(structural(0, node.dtype), node.shape);
  if (node.dtype === "f16")
    return ir.cast(ir.conv(spec.of, spec.geometry, ir.cast(a, "f32"), ir.cast(b, "f32"), node.shape), "f16");
  const { of, geometry } = spec;
  if (of === "input") return inputOf(a, b, geometry, node.shape);
  const isTransformed = isWinograd(
    of === "output" ? b.shape : node.shape,
    of === "output" ? node.shape : b.shape,
    geometry,
  );
  // The transforms run one program on a few channels: on a GPU most lanes of a workgroup would idle.
  if (hasSerialLanes && node.dtype === "f32" && isTransformed) return WINOGRAD[of](a, b, geometry, node.shape);
  return DIRECT[of](a, b, geometry, node.shape, { hasWindows: hasSerialLanes ? "right" : "both" });
};

const DIRECT = { output: outputOf, weight: weightOf } as const;
const WINOGRAD = { output: winogradOutput, weight: winogradWeight } as const;

/** Zeros are written once, so that windows are read without conditions. */
function padded(x: Node, before: readonly number[], after: readonly number[]): Node {
  const surrounded = surround(x, before, after);
  return surrounded === x ? x : ir.barrier(surrounded);
}

function outputOf(x: Node, w: Node, geometry: ConvGeometry, shape: Shape, reads: DotReads): Node {
  const { before, after, stride, dilation, groups } = geometry;
  const y = contract(padded(x, before, after), w, stride, dilation, groups, reads);
  return ir.reshape(y, shape);
}

const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i);

/** With stride 1, the convolution of the padded y with mirrored weights whose channels are swapped. */
function inputOf(y: Node, w: Node, geometry: ConvGeometry, shape: Shape): Node {
  const { stride, dilation, before, groups } = geometry;
  if (stride.some((step) => step !== 1)) return foldedInput(y, w, geometry, shape);
  const [outputs = 1, channels = 1, ...kernel] = w.shape;
  const rank = w.shape.length;
  const mirrored = ir.flip(w, range(2, rank));
  const grouped = ir.reshape(mirrored, [groups, outputs / groups, channels, ...kernel]);
  const swapped = ir.permute(grouped, [0, 2, 1, ...range(3, rank + 1)]);
  const weights = ir.reshape(swapped, [groups * channels, outputs / groups, ...kernel]);
  const reach = kernel.map((size, i) => (size - 1) * extentOf(dilation, i));
  const ahead = reach.map((n, i) => n - extentOf(before, i));
  const behind = reach.map((n, i) => extentOf(shape, i + 2) - extentOf(y.shape, i + 2) + n - extentOf(ahead, i));
  const cropped = surround(
    y,
    ahead.map((n) => Math.min(0, n)),
    behind.map((n) => Math.min(0, n)),
  );
  const positive = (list: readonly number[]): number[] => list.map((n) => Math.max(0, n));
  const around = { ...geometry, before: positive(ahead), after: positive(behind) };
  return ir.conv("output", around, cropped, weights, shape);
}

/** The products of y and w for each place of a window, added up where the windows lay. */
function foldedInput(y: Node, w: Node, geometry: ConvGeometry, shape: Shape): Node {
  const { stride, dilation, before, after, groups } = geometry;
  const [outputs = 1, channels = 1, ...kernel] = w.shape;
  const [batch = 1, , ...counts] = y.shape;
  const inside = outputs / groups;
  const columns = channels * sizeOf(kernel);
  const weights = ir.reshape(w, [groups, 1, inside, columns]);
  const cotangents = ir.reshape(y, [batch, groups, inside, sizeOf(counts)]);
  const products =
    inside === 1
      ? outerProduct(ir.reshape(weights, [1, groups, columns, 1]), cotangents)
      : productOf(ir.expand(weights, [groups, batch, inside, columns]), cotangents);
  const places = ir.reshape(products, [batch, groups * channels, ...kernel, ...counts]);
  const rank = kernel.length;
  let total = ir.permute(places, [0, 1, ...range(2 + rank, 2 + 2 * rank), ...range(2, 2 + rank)]);
  for (let i = rank - 1; i >= 0; i--) {
    const extent = extentOf(shape, i + 2) + extentOf(before, i) + extentOf(after, i);
    total = ir.fold(total, i + 2, extent, extentOf(stride, i), extentOf(dilation, i));
  }
  const cut = (list: readonly number[]): number[] => list.map((n) => -n);
  return surround(total, cut(before), cut(after));
}

/** wᵀ y for w[groups, batch, O, K] and y[batch, groups, O, P], as [batch, groups, K, P]. */
function productOf(w: Node, y: Node): Node {
  return ir.permute(ir.dot(ir.transpose(w), ir.permute(y, [1, 0, 2, 3])), [1, 0, 2, 3]);
}

function outerProduct(column: Node, row: Node): Node {
  const shape = [...row.shape.slice(0, -2), column.shape.at(-2) ?? 1, row.shape.at(-1) ?? 1];
  return ir.map("mul", ir.expand(column, shape), ir.expand(row, shape));
}

/** The same sum, over batch and places: a convolution of x with y, the batch as channels, stride and dilation swapped. */
function weightOf(x: Node, y: Node, geometry: ConvGeometry, shape: Shape, reads: DotReads): Node {
  const { stride, dilation, before, groups } = geometry;
  const [outputs = 1, channels = 1, ...kernel] = shape;
  const [batch = 1, , ...extents] = x.shape;
  const counts = y.shape.slice(2);
  const inside = outputs / groups;
  const rank = kernel.length;
  const spatial = range(3, 3 + rank);
  const xs = ir.permute(ir.reshape(x, [batch, groups, channels, ...extents]), [2, 1, 0, ...spatial]);
  const ys = ir.permute(ir.reshape(y, [batch, groups, inside, ...counts]), [1, 2, 0, ...spatial]);
  const behind = kernel.map((size, i) => {
    const reach = extentOf(dilation, i) * (size - 1) + extentOf(stride, i) * (extentOf(counts, i) - 1) + 1;
    return reach - extentOf(extents, i) - extentOf(before, i);
  });
  // Padded in x's own order of axes, in which the result is also read.
  const around = padded(ir.reshape(xs, [channels, groups * batch, ...extents]), before, behind);
  const factors = ir.reshape(ys, [outputs, batch, ...counts]);
  const result = contract(around, factors, dilation, stride, groups, reads);
  const byGroup = ir.permute(ir.reshape(result, [channels, groups, inside, ...kernel]), [1, 2, 0, ...spatial]);
  return ir.reshape(byGroup, shape);
}
