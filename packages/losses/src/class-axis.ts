/** @file Tensors along the class axis. */
import { ir, reshape, type Shape, Tensor } from "@adjoint/core";

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
