/** @file Tensors along the class axis, and what becomes of infinite logits there. */
import { full, ir, reshape, type Shape, Tensor, where } from "@adjoint/core";

/** The index along an axis. */
export function indexAlong(shape: Shape, axis: number): Tensor<"i32"> {
  return new Tensor<"i32">(ir.iota(shape, axis));
}

/** A vector laid along an axis of a given rank. */
export function layAlong(x: Tensor, axis: number, rank: number): Tensor {
  return reshape(
    x,
    Array.from({ length: rank }, (_, i) => (i === axis ? x.size : 1)),
  );
}

/**
 * The logits of a row in which some are +∞, reduced to their limit: 0 for these, −∞ for all others, so that these share
 * all probability. `like` gives the dtype.
 */
export function infiniteLogits(isInfinite: Tensor<"bool">, like: Tensor): Tensor {
  return where(isInfinite, full([], 0, { dtype: like.dtype }), Number.NEGATIVE_INFINITY);
}
