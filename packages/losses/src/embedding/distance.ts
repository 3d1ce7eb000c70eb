/** @file Distances of vectors, and vectors of length 1. */
import {
  abs,
  add,
  detach,
  div,
  equal,
  isFinite as isFiniteNumber,
  logicalAnd,
  max,
  maximum,
  mul,
  notEqual,
  pow,
  rsqrt,
  square,
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
  const isInRoot = epsPlace === "root";
  const difference = sub(a, b);
  const sizes = abs(isInRoot || eps === 0 ? difference : add(difference, eps));
  if (p === Number.POSITIVE_INFINITY) return max(sizes, axis);
  if (p === 1) return isInRoot ? add(sum(sizes, axis), eps) : sum(sizes, axis);
  const scale = scaleOf(sizes, axis, isInRoot ? 1 : 0);
  const total = sum(pow(div(sizes, scale), p), axis, true);
  const padded = isInRoot ? add(total, div(eps, pow(scale, p))) : total;
  return sum(mul(root(padded, p), scale), axis);
}

/** x^(1/p), with gradient 0 at 0. */
function root(x: Tensor, p: number): Tensor {
  const isZero = equal(x, 0);
  return where(isZero, 0, pow(where(isZero, 1, x), 1 / p));
}

/** The greatest size along an axis, `least` at least; 1 where that would be 0 or infinite. */
function scaleOf(sizes: Tensor, axis: number, least: number): Tensor {
  const greatest = detach(max(sizes, axis, true));
  const raised = least === 0 ? greatest : maximum(greatest, least);
  return where(logicalAnd(isFiniteNumber(raised), notEqual(raised, 0)), raised, 1);
}

/** Rows divided by their lengths, without overflow. A row of zeros stays, with gradient 0. */
export function unitRows(x: Tensor): Tensor {
  const scaled = div(x, scaleOf(abs(x), -1, 0));
  const squares = sum(square(scaled), -1, true);
  const isZero = equal(squares, 0);
  return where(isZero, 0, mul(scaled, rsqrt(where(isZero, 1, squares))));
}

/**
 * a·b / √((|a|² + eps)(|b|² + eps)) along the last axis, which goes away. Long vectors are scaled first, as in
 * `distance`.
 */
export function cosine(a: Tensor, b: Tensor, eps: number): Tensor {
  const [scaleA, scaleB] = [scaleOf(abs(a), -1, 1), scaleOf(abs(b), -1, 1)];
  const [x, y] = [div(a, scaleA), div(b, scaleB)];
  const lengths = mul(inverseLength(x, scaleA, eps), inverseLength(y, scaleB, eps));
  return sum(mul(sum(mul(x, y), -1, true), lengths), -1);
}

/** 1/√(|x|² + eps/scale²), the axis kept; 0 for a vector of length 0 without `eps`. */
function inverseLength(x: Tensor, scale: Tensor, eps: number): Tensor {
  const squares = add(sum(square(x), -1, true), div(eps, square(scale)));
  const isZero = equal(squares, 0);
  return where(isZero, 0, rsqrt(where(isZero, 1, squares)));
}
