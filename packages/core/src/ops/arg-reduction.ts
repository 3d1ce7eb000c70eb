/**
 * @file Where the greatest or least element is: the first index at which an element equals the extreme.
 */

import { isFloat } from "../dtype.ts";
import { expand, iota, map, reduce, reshape } from "../ir/build.ts";
import { extentOf, normalizeAxis, sizeOf } from "../shape.ts";
import { Tensor } from "../tensor/tensor.ts";
import { constantLike, nanMask } from "./masks.ts";
import type { Operand } from "./operand-types.ts";
import { operandNode } from "./operands.ts";
import { checkNotEmpty, dropAxes } from "./reduce-axes.ts";

/**
 * Index of the greatest element along an axis, or in row-major order over all when there is none. The first of equals;
 * NaN counts as greatest.
 *
 * Shapes: […] → i32 without the axis.
 * @throws {ShapeError} if the axis does not exist or has no elements.
 * @example argmax(tensor([[1, 3, 3]]), 1) // [1]
 */
export function argmax(x: Operand, axis?: number, keepAxes = false): Tensor<"i32"> {
  return argExtreme("argmax", "max", x, axis, keepAxes);
}

/** Index of the least element along an axis; otherwise as `argmax`, also for NaN. */
export function argmin(x: Operand, axis?: number, keepAxes = false): Tensor<"i32"> {
  return argExtreme("argmin", "min", x, axis, keepAxes);
}

function argExtreme(
  name: string,
  op: "max" | "min",
  operand: Operand,
  axis: number | undefined,
  keepAxes: boolean,
): Tensor<"i32"> {
  const given = operandNode(name, "number", operand);
  const x = axis === undefined ? reshape(given, [sizeOf(given.shape)]) : given;
  const along = axis === undefined ? 0 : normalizeAxis(name, axis, x.shape.length);
  checkNotEmpty(name, x, along);
  const isExtreme = map("eq", x, expand(reduce(op, x, [along]), x.shape));
  const isHit = isFloat(x.dtype) ? map("or", isExtreme, nanMask(x)) : isExtreme;
  const index = iota(x.shape, along);
  const first = reduce("min", map("where", isHit, index, constantLike(index, extentOf(x.shape, along))), [along]);
  if (!keepAxes) return new Tensor(reshape(first, dropAxes(x.shape, [along])));
  return new Tensor(
    axis === undefined
      ? reshape(
          first,
          given.shape.map(() => 1),
        )
      : first,
  );
}
