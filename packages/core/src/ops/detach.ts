/** @file The same value, off the path of gradients. */
import type { DType } from "../dtype.ts";
import { detach as detachNode } from "../ir/build.ts";
import { Tensor } from "../tensor/tensor.ts";

/**
 * The same value, as a constant for differentiation: no gradient flows through it.
 *
 * Shapes: […] → […].
 */
export function detach<D extends DType>(x: Tensor<D>): Tensor<D> {
  return new Tensor<D>(detachNode(x.node));
}
