/**
 * @file Leaves for graphs that are lowered or interpreted, but not run.
 */
import { DTYPES, type DType } from "../dtype.ts";
import * as ir from "../ir/build.ts";
import type { Node } from "../ir/node.ts";
import { Storage } from "../runtime/storage.ts";
import { type Shape, sizeOf } from "../shape.ts";
import { expectMemoryLeft } from "./leaks.ts";

/** A leaf with storage, as behind `tensor(data)`. */
export function leafNode(shape: Shape, dtype: DType = "f32"): Node {
  expectMemoryLeft("nobody fills or frees the leaf of a graph that is not run");
  const node = ir.buffer(shape, dtype);
  node.storage = new Storage(sizeOf(shape) * DTYPES[dtype].sizeBytes, { kind: "pending" });
  return node;
}
