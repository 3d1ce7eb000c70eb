import { type DType, gather, type Tensor } from "@adjoint/core";
import { checkCount } from "./checks.ts";
import { type Key, normal } from "./init.ts";
import { type Layer, makeLayer, parameter } from "./layer.ts";

export interface EmbeddingParams {
  /** [count, size]: one row for each index. */
  readonly weight: Tensor;
}

/**
 * A learnt vector for each of `count` indices.
 *
 * Shapes: integer indices [I…] → [I…, size].
 * Initial values: normal with mean 0 and deviation 1, as in PyTorch.
 * @throws {ShapeError} if a size is not a positive whole number, or, at the call, if an index on the host is out of range.
 * @throws {DTypeError} if the indices are not integers.
 */
export function embedding(
  count: number,
  size: number,
  options: { readonly key?: Key } = {},
): Layer<EmbeddingParams, readonly [indices: Tensor<DType>], Tensor> {
  checkCount("embedding", { count, size });
  const params: EmbeddingParams = { weight: parameter(normal([count, size], options.key)) };
  return makeLayer(params, ({ weight }, indices: Tensor<DType>) => gather(weight, indices, 0));
}
