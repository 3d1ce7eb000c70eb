/** @file One tensor repeated. */
import type { DType } from "../dtype.ts";
import { expand, reshape } from "../ir/build.ts";
import { extentOf, formatShape, type Shape } from "../shape.ts";
import { Tensor } from "../tensor/tensor.ts";
import { checkShapes } from "./checks.ts";
import { toNode } from "./operands.ts";

/**
 * Repeated `counts[i]` times along axis i; counts are aligned at the last axis, and new leading axes are made as needed.
 *
 * @throws {ShapeError} if a count is not a whole number ≥ 0.
 * @example tile(tensor([1, 2]), [2]) // [1, 2, 1, 2]
 */
export function tile<D extends DType>(x: Tensor<D>, counts: readonly number[]): Tensor<D> {
  const node = toNode("tile", x);
  const fits = counts.every((count) => Number.isInteger(count) && count >= 0);
  checkShapes(fits, "tile", "counts must be whole numbers ≥ 0", () => formatShape(counts), "1 leaves an axis as it is");
  const rank = Math.max(node.shape.length, counts.length);
  const aligned = (list: Shape): number[] => [...new Array<number>(rank - list.length).fill(1), ...list];
  const shape = aligned(node.shape);
  const times = aligned(counts);
  const split = reshape(
    node,
    shape.flatMap((extent) => [1, extent]),
  );
  const repeated = expand(
    split,
    shape.flatMap((extent, axis) => [extentOf(times, axis), extent]),
  );
  return new Tensor<D>(
    reshape(
      repeated,
      shape.map((extent, axis) => extent * extentOf(times, axis)),
    ),
  );
}
