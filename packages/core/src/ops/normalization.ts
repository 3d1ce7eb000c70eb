/** @file Functions that set an element in relation to its row. */
import { ShapeError } from "../errors.ts";
import { extentOf, formatShape, normalizeAxis, sameShape } from "../shape.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { add, div, mul, sub } from "./arithmetic.ts";
import { checkShapes, describeShapes } from "./checks.ts";
import { detach } from "./detach.ts";
import type { DTypeOf, Float, Operand } from "./operand-types.ts";
import { floatTensor, typed } from "./operands.ts";
import { max, mean, sum } from "./reduction.ts";
import { exp, log, rsqrt, square } from "./unary.ts";

/**
 * eˣ / Σ eˣ along an axis: positive, with sum 1.
 *
 * Shapes: […] → […].
 * Numerics: the greatest element is removed first. A row that holds Infinity or NaN, or only −Infinity, gives NaN.
 * @throws {ShapeError} if the axis does not exist.
 * @example softmax(tensor([0, Math.log(3)])) // [0.25, 0.75]
 */
export function softmax<X extends Operand>(x: X, axis = -1): Tensor<Float<DTypeOf<X>>> {
  const v = floatTensor("softmax", x);
  const powers = exp(centred("softmax", v, axis));
  return typed(div(powers, sum(powers, axis, true)));
}

/**
 * Logarithm of `softmax`, accurate also where that underflows: x − max − log Σ e^(x − max).
 * Shapes, numerics and errors as for `softmax`.
 */
export function logSoftmax<X extends Operand>(x: X, axis = -1): Tensor<Float<DTypeOf<X>>> {
  const v = centred("logSoftmax", floatTensor("logSoftmax", x), axis);
  return typed(sub(v, log(sum(exp(v), axis, true))));
}

/** x less the greatest element along the axis, which is a constant for differentiation: its gradient would cancel. */
function centred(op: string, x: Tensor, axis: number): Tensor {
  const along = normalizeAxis(op, axis, x.rank);
  if (extentOf(x.shape, along) === 0) return x;
  return sub(x, detach(max(x, along, true)));
}

export interface LayerNormOptions {
  /** Over how many trailing axes. Default 1. */
  readonly rank?: number;
  /** Factor of each normalised element, of the shape of the trailing axes. */
  readonly scale?: Tensor;
  /** Added at last, of the shape of the trailing axes. */
  readonly bias?: Tensor;
  /** Added to the variance. Default 1e-5. */
  readonly eps?: number;
}

/**
 * Layer normalisation: (x − mean) / √(variance + eps) over the trailing axes, times `scale`, plus `bias`.
 *
 * Shapes: […, D] → […, D], scale and bias [D] for rank 1.
 * Numerics: variance in two passes, divided by the count.
 * @throws {ShapeError} if the rank does not fit, or scale or bias have another shape.
 * @see Ba, Kiros, Hinton (2016), arXiv:1607.06450
 */
export function layerNorm<X extends Operand>(x: X, options: LayerNormOptions = {}): Tensor<Float<DTypeOf<X>>> {
  const { rank = 1, scale, bias, eps = 1e-5 } = options;
  const v = floatTensor("layerNorm", x);
  if (!Number.isInteger(rank) || rank < 1 || rank > v.rank) {
    const got = `rank ${rank} for x=${formatShape(v.shape)}`;
    throw new ShapeError({
      op: "layerNorm",
      rule: "rank must be a whole number from 1 to that of x",
      got,
      hint: "it counts the trailing axes",
    });
  }
  const row = v.shape.slice(v.rank - rank);
  for (const [name, given] of Object.entries({ scale, bias })) {
    const fits = given === undefined || sameShape(given.shape, row);
    const got = (): string => describeShapes({ x: v.shape, [name]: given?.shape ?? [] });
    const rule = (): string => `${name} must have the shape of the trailing axes, ${formatShape(row)}`;
    checkShapes(fits, "layerNorm", rule, got, "reshape it, or set rank");
  }
  const axes = row.map((_, i) => v.rank - rank + i);
  const distance = sub(v, mean(v, axes, true));
  const deviation = rsqrt(add(mean(square(distance), axes, true), eps));
  const normal = mul(distance, deviation);
  const scaled = scale === undefined ? normal : mul(normal, scale);
  return typed(bias === undefined ? scaled : add(scaled, bias));
}
