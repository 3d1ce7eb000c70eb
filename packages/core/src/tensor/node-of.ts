/** @file From what a user passes as a tensor to the node behind it, checked. */
import { UsageError } from "../errors.ts";
import type { Node } from "../ir/node.ts";
import { foreignTensorError } from "../runtime/copies.ts";
import { describeValue, hasTensorBrand } from "./brand.ts";
import { Tensor } from "./tensor.ts";

/**
 * The node of a tensor, for an operation of the given name.
 * @throws {UsageError} if `x` is no tensor, was disposed, or was made by another copy of the library.
 */
export function nodeOf(op: string, x: unknown): Node {
  if (x instanceof Tensor) return x.nodeFor(op);
  if (hasTensorBrand(x)) throw foreignTensorError(op);
  const hint = "wrap data in tensor(…)";
  throw new UsageError({ op, rule: "arguments must be tensors", got: describeValue(x), hint });
}
