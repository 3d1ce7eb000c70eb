/** @file Random order. */
import { sort } from "../ir/build.ts";
import { Tensor } from "../tensor/tensor.ts";
import { bitsNode } from "./bits.ts";
import type { RandomKey } from "./key.ts";

/**
 * The whole numbers from 0 to `count` − 1 in random order, as i32: the places of sorted random bits. Two equal draws
 * keep their order, which happens to about count² / 2³³ pairs.
 *
 * Shapes: → i32[count].
 * @throws {ShapeError} if the count is not a whole number ≥ 0.
 */
export function permutation(key: RandomKey, count: number): Tensor<"i32"> {
  return new Tensor(sort(bitsNode("random.permutation", key, [count]), false).indices);
}
