/**
 * @file Reductions that are formulas: variance, norms, logarithms of sums. Their last argument says whether the reduced
 * axes stay, by itself or among options.
 */
import { normalizeAxes } from "../shape.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { add, div, pow, sub } from "./arithmetic.ts";
import { equal, isFinite as isFiniteNumber, notEqual, where } from "./comparison.ts";
import { detach } from "./detach.ts";
import type { DTypeOf, Float, Operand } from "./operand-types.ts";
import { floatTensor, typed } from "./operands.ts";
import { type Axes, checkNotEmpty, countOf } from "./reduce-axes.ts";
import { max, mean, min, sum } from "./reduction.ts";
import { reshape } from "./shape.ts";
import { abs, exp, log, sqrt, square } from "./unary.ts";

export interface VarianceOptions {
  /** Reduced axes stay as extents of 1. */
  readonly keepAxes?: boolean;
  /** The sum of squares is divided by the count less this: 0 for the variance of the data, 1 for an unbiased estimate. */
  readonly correction?: number;
}

/**
 * Variance over axes, in two passes: the mean first, then the mean squared distance from it.
 *
 * Shapes: […] → without the axes. NaN if the count does not exceed the correction.
 * @throws {ShapeError} if an axis does not exist or is named twice.
 * @example variance(tensor([1, 2, 3, 4])) // 1.25
 */
export function variance<X extends Operand>(
  x: X,
  axis?: Axes,
  options: VarianceOptions | boolean = {},
): Tensor<Float<DTypeOf<X>>> {
  const { keepAxes = false, correction = 0 } = typeof options === "boolean" ? { keepAxes: options } : options;
  const v = floatTensor("variance", x);
  normalizeAxes("variance", axis, v.rank);
  const squares = square(sub(v, mean(v, axis, true)));
  const freedom = Math.max(0, countOf("variance", v.shape, axis) - correction);
  return typed(div(sum(squares, axis, keepAxes), freedom));
}

/** Standard deviation: the square root of `variance`, with the same arguments. Its gradient is infinite at 0. */
export function std<X extends Operand>(
  x: X,
  axis?: Axes,
  options: VarianceOptions | boolean = {},
): Tensor<Float<DTypeOf<X>>> {
  const v = floatTensor("std", x);
  normalizeAxes("std", axis, v.rank);
  return typed(sqrt(variance(v, axis, options)));
}

export interface NormOptions {
  readonly keepAxes?: boolean;
  /** p of the p-norm: 2 by default; Infinity and −Infinity give the greatest and least size, 0 counts what is not 0. */
  readonly ord?: number;
}

/**
 * Norm of the elements over axes, taken as one vector: (Σ|x|ᵖ)^(1/p).
 *
 * Numerics: squares are not scaled, so f32 elements above 1.8e19 overflow. The gradient of the 2-norm at 0 is 0.
 * @throws {ShapeError} if an axis does not exist or is named twice.
 * @example norm(tensor([3, 4])) // 5
 */
export function norm<X extends Operand>(
  x: X,
  axis?: Axes,
  options: NormOptions | boolean = {},
): Tensor<Float<DTypeOf<X>>> {
  const { keepAxes = false, ord = 2 } = typeof options === "boolean" ? { keepAxes: options } : options;
  const v = floatTensor("norm", x);
  normalizeAxes("norm", axis, v.rank);
  return typed(normOf(v, axis, keepAxes, ord));
}

function normOf(v: Tensor, axis: Axes | undefined, keepAxes: boolean, ord: number): Tensor {
  if (ord === 2) return safeRoot(sum(square(v), axis, keepAxes));
  if (ord === Infinity) return max(abs(v), axis, keepAxes);
  if (ord === -Infinity) return min(abs(v), axis, keepAxes);
  if (ord === 0) return sum(where(notEqual(v, 0), where(equal(v, v), 1, v), 0), axis, keepAxes);
  const powers = sum(ord === 1 ? abs(v) : pow(abs(v), ord), axis, keepAxes);
  return ord === 1 ? powers : pow(powers, 1 / ord);
}

/** √x, with gradient 0 at 0. */
function safeRoot(x: Tensor): Tensor {
  const isZero = equal(x, 0);
  return where(isZero, 0, sqrt(where(isZero, 1, x)));
}

/**
 * log Σ eˣ over axes, without overflow: the greatest element is taken out first.
 *
 * Infinities: a row of −Infinity gives −Infinity; one with Infinity gives Infinity. The gradient is `softmax`.
 * @throws {ShapeError} if an axis does not exist, is named twice, or has no elements.
 */
export function logSumExp<X extends Operand>(x: X, axis?: Axes, keepAxes = false): Tensor<Float<DTypeOf<X>>> {
  const v = floatTensor("logSumExp", x);
  checkNotEmpty("logSumExp", v.node, axis);
  const top = detach(max(v, axis, true));
  const shift = where(isFiniteNumber(top), top, 0);
  const logarithm = log(sum(exp(sub(v, shift)), axis, keepAxes));
  return typed(add(logarithm, reshape(shift, logarithm.shape)));
}
