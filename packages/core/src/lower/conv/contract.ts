/** @file The sum of a convolution, over an input that is padded already, as a matrix product or as products that are summed. */
import * as ir from "../../ir/build.ts";
import type { DotReads, Node } from "../../ir/node.ts";
import { extentOf, sizeOf } from "../../shape.ts";

/** Places of one image from which on they fill the columns of a matrix product alone. */
const MANY_PLACES = 192;

interface Windows {
  /** [N, groups, C, places…, kernel…]. */
  readonly node: Node;
  readonly batch: number;
  readonly groups: number;
  readonly channels: number;
  readonly counts: readonly number[];
  readonly kernel: readonly number[];
}

const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i);

/**
 * Σ x[n, c, p · stride + k · dilation] · w[o, c, k], as [N, groups, O, places…] or a reshape of that. What
 * `reads` says that products read where it lies is not written out first.
 */
export function contract(
  x: Node,
  w: Node,
  stride: readonly number[],
  dilation: readonly number[],
  groups: number,
  reads: DotReads,
): Node {
  const [batch = 1, , ...extents] = x.shape;
  const [outputs = 1, channels = 1, ...kernel] = w.shape;
  let node = ir.reshape(x, [batch, groups, channels, ...extents]);
  kernel.forEach((size, i) => {
    node = ir.window(node, i + 3, size, extentOf(stride, i), extentOf(dilation, i));
  });
  const counts = node.shape.slice(3, 3 + kernel.length);
  const windows: Windows = { node, batch, groups, channels, counts, kernel };
  const inside = outputs / groups;
  const weights = ir.reshape(w, [groups, inside, channels * sizeOf(kernel)]);
  if (inside === 1 && groups > 1) return sumOfProducts(windows, weights);
  const places = sizeOf(counts);
  const isFolded = groups > 1 || (batch > 1 && places < MANY_PLACES);
  return isFolded ? productOfBatch(windows, weights, reads) : productByImage(windows, weights, reads);
}

/** One product for each image. */
function productByImage({ node, batch, channels, counts, kernel }: Windows, weights: Node, reads: DotReads): Node {
  const rank = kernel.length;
  const [, inside = 1, terms = 1] = weights.shape;
  const columns = ir.permute(node, [0, 1, 2, ...range(3 + rank, 3 + 2 * rank), ...range(3, 3 + rank)]);
  const matrix = ir.reshape(columns, [batch, channels * sizeOf(kernel), sizeOf(counts)]);
  return ir.reshape(ir.dot(ir.expand(weights, [batch, inside, terms]), matrix, reads), [batch, 1, inside, ...counts]);
}

/** One product for each group, with the places of all images as columns. */
function productOfBatch(
  { node, batch, groups, channels, counts, kernel }: Windows,
  weights: Node,
  reads: DotReads,
): Node {
  const rank = kernel.length;
  const inside = extentOf(weights.shape, 1);
  const columns = ir.permute(node, [1, 2, ...range(3 + rank, 3 + 2 * rank), 0, ...range(3, 3 + rank)]);
  const matrix = ir.reshape(columns, [groups, channels * sizeOf(kernel), batch * sizeOf(counts)]);
  const product = ir.reshape(ir.dot(weights, matrix, reads), [groups, inside, batch, ...counts]);
  return ir.permute(product, [2, 0, 1, ...range(3, 3 + rank)]);
}

/**
 * Groups of one output: nothing is used twice, so the sum is fused with its products. Few terms are summed inside lanes over
 * places; many, by lanes.
 */
function sumOfProducts({ node, batch, groups, channels, counts, kernel }: Windows, weights: Node): Node {
  const rank = kernel.length;
  const isShort = channels * sizeOf(kernel) <= sizeOf(counts);
  const terms = range(3 + rank, 3 + 2 * rank);
  const places = range(3, 3 + rank);
  const ones = counts.map(() => 1);
  const windows = ir.permute(node, isShort ? [0, 1, 2, ...terms, ...places] : [0, 1, ...places, 2, ...terms]);
  const factors = ir.reshape(
    weights,
    isShort ? [1, groups, channels, ...kernel, ...ones] : [1, groups, ...ones, channels, ...kernel],
  );
  const products = ir.map("mul", windows, ir.expand(factors, windows.shape));
  const axes = isShort ? range(2, 3 + rank) : range(2 + rank, 3 + 2 * rank);
  return ir.reshape(ir.reduce("sum", products, axes), [batch, groups, 1, ...counts]);
}
