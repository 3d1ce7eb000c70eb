/** @file Limiting values to a range. */
import { broadcastShapes } from "../shape.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { greater, less, where } from "./comparison.ts";
import type { Common, Operand } from "./operand-types.ts";
import { toNode, typed } from "./operands.ts";

/**
 * x limited to [low, high]; `high` wins if they cross. NaN stays. The derivative is 1 inside and at both bounds.
 *
 * Shapes: x[…], low[…], high[…] → their broadcast shape.
 * @throws {ShapeError} if the shapes do not broadcast.
 * @example clip(tensor([-2, 0, 2]), -1, 1) // [-1, 0, 1]
 */
export function clip<X extends Operand, L extends Operand>(x: X, low: L, high: L): Tensor<Common<X, L>> {
  const { shape } = toNode("clip", x);
  broadcastShapes("clip", broadcastShapes("clip", shape, toNode("clip", low).shape), toNode("clip", high).shape);
  const raised = where(less(x, low), low, x);
  return typed(where(greater(raised, high), high, raised));
}
