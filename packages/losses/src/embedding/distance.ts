/** @file Distances of vectors, and vectors of length 1. */
import {
  abs,
  add,
  type DType,
  detach,
  div,
  equal,
  max,
  maximum,
  minimum,
  mul,
  pow,
  rsqrt,
  square,
  squeeze,
  sub,
  sum,
  type Tensor,
  where,
} from "@adjoint/core";

export interface DistanceOptions {
  /** The power: above 0, or Infinity. */
  readonly p: number;
  readonly eps: number;
  /** Where `eps` is added: to each difference, as PyTorch has it, or to the sum under the root, as optax. */
  readonly epsPlace: "difference" | "root";
  readonly axis: number;
}

/**
 * (Σ|a − b|ᵖ)^(1/p) along an axis, which goes away. The differences are divided by the greatest before they are raised,
 * so that nothing overflows that the result does not; that factor cancels, so no gradient goes through it.
 */
export function distance(a: Tensor, b: Tensor, options: DistanceOptions): Tensor {
  const { p, eps, epsPlace, axis } = options;
  const isInRoot = epsPlace === "root" && eps > 0;
  const difference = sub(a, b);
  const sizes = abs(isInRoot || eps === 0 ? difference : add(difference, eps));
  if (p === Number.POSITIVE_INFINITY) return max(sizes, axis);
  if (p === 1) return isInRoot ? add(sum(sizes, axis), eps) : sum(sizes, axis);
  const greatest = detach(max(sizes, axis, true));
  const scale = usableScale(greatest, isInRoot);
  const total = sum(pow(div(sizes, scale), p), axis, true);
  // Without eps a distance of 0 is 0 times the root of 1, so that its gradient is 0 as well.
  const length = isInRoot
    ? mul(pow(add(total, div(eps, pow(scale, p))), 1 / p), scale)
    : mul(pow(where(equal(greatest, 0), 1, total), 1 / p), greatest);
  return squeeze(length, axis);
}

/**
 * What sizes are divided by: the greatest, 1 at least if so wanted, within the range in which devices divide accurately.
 * Zeros stay 0 and infinities infinite.
 */
function usableScale(greatest: Tensor, isRaised: boolean): Tensor {
  const most = (greatest.dtype as DType) === "f64" ? 2 ** 1022 : 2 ** 126;
  return minimum(maximum(greatest, isRaised ? 1 : 1 / most), most);
}

function scaleOf(sizes: Tensor, isRaised: boolean): Tensor {
  return usableScale(detach(max(sizes, -1, true)), isRaised);
}

/** Rows divided by their lengths, without overflow. A row of zeros stays, with gradient 0. */
export function unitRows(x: Tensor): Tensor {
  const scaled = div(x, scaleOf(abs(x), false));
  const squares = sum(square(scaled), -1, true);
  const isZero = equal(squares, 0);
  return where(isZero, 0, mul(scaled, rsqrt(where(isZero, 1, squares))));
}

/**
 * a·b / √((|a|² + eps)(|b|² + eps)) along the last axis, which goes away. Long vectors are scaled first, as in
 * `distance`.
 */
export function cosine(a: Tensor, b: Tensor, eps: number): Tensor {
  const [scaleA, scaleB] = [scaleOf(abs(a), true), scaleOf(abs(b), true)];
  const [x, y] = [div(a, scaleA), div(b, scaleB)];
  const lengths = mul(inverseLength(x, scaleA, eps), inverseLength(y, scaleB, eps));
  return squeeze(mul(sum(mul(x, y), -1, true), lengths), -1);
}

/** 1/√(|x|² + eps/scale²), the axis kept; 0 for a vector of length 0 without `eps`. */
function inverseLength(x: Tensor, scale: Tensor, eps: number): Tensor {
  const squares = sum(square(x), -1, true);
  // Long vectors have an element near 1 now, so that eps may underflow beside them.
  if (eps > 0) return rsqrt(add(squares, div(eps, square(scale))));
  const isZero = equal(squares, 0);
  return where(isZero, 0, rsqrt(where(isZero, 1, squares)));
}
