/** @file Random bits: the source of all random tensors. */

import { UsageError } from "../errors.ts";
import { cast, expand, iota, map, reshape } from "../ir/build.ts";
import { Node } from "../ir/node.ts";
import { checkShape, type Shape, sizeOf } from "../shape.ts";
import { Tensor } from "../tensor/tensor.ts";
import type { RandomKey } from "./key.ts";

/**
 * 32 random bits for each element: word i of the stream is Threefry-2x32-20 of the counter i.
 *
 * Equal on every backend, bit by bit. The key is a run-time scalar, so that a new one needs no new plan.
 * @throws {ShapeError} if an extent is not a whole number ≥ 0.
 */
export function bits(key: RandomKey, shape: Shape): Tensor<"u32"> {
  return new Tensor(bitsNode("random.bits", key, shape));
}

export function bitsNode(op: string, key: RandomKey, shape: Shape): Node {
  if (!Array.isArray(key?.words)) {
    const hint = "make one with random.key(seed)";
    throw new UsageError({ op, rule: "the first argument must be a key", got: String(key), hint });
  }
  const out = checkShape(op, shape);
  const flat = [sizeOf(out)];
  const [high, low] = key.words;
  const counter = cast(iota(flat, 0), "u32");
  return reshape(map("threefry", expand(word(high), flat), expand(word(low), flat), counter), out);
}

/** A key's word. Always a run-time scalar, even if it happens to be 0, 1 or 2. */
function word(value: number): Node {
  return new Node({ kind: "scalar", value }, [], [], "u32", false);
}
