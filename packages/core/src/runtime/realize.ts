/**
 * @file `realize`: computes tensors now.
 */
import type { DType } from "../dtype.ts";
import { nodeOf } from "../tensor/node-of.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { realizeAndWait } from "./read.ts";

/**
 * Computes tensors in one run and waits until the device is done.
 * @throws {AdjointError} the first failure among them.
 * @example await realize(weights, bias)
 */
export async function realize(...tensors: readonly Tensor<DType>[]): Promise<void> {
  await realizeAndWait(
    "realize",
    tensors.map((tensor) => nodeOf("realize", tensor)),
  );
}
