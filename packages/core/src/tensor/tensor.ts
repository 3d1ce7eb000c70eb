/**
 * @file The user's handle: a thin, typed view of a graph node. Operations are attached as methods by `methods.ts`.
 */
import type { DType, HostArrays } from "../dtype.ts";
import type { Node } from "../ir/node.ts";
import { read } from "../runtime/read.ts";
import { disposeNode } from "../runtime/engine.ts";
import { track } from "../runtime/scope.ts";
import { type Shape, sizeOf } from "../shape.ts";
import { nest, type Nested } from "./nested.ts";

/** Marks tensors of this copy of the library and of others. */
export const TENSOR_BRAND: unique symbol = Symbol.for("adjoint.tensor") as never;

export class Tensor<D extends DType = "f32"> {
  /** The graph node behind the handle. An optimizer's step replaces it. Internal. */
  node: Node;
  readonly [TENSOR_BRAND] = true;
  /** Carries `D`; never present at run time. */
  declare protected readonly dtypeBrand: D;
  /** True if `backward()` shall add to `grad`. */
  requiresGrad = false;
  /** What `backward()` has accumulated; null before. */
  grad: Tensor<D> | null = null;

  constructor(node: Node) {
    this.node = node;
    track(this);
  }

  get shape(): Shape {
    return this.node.shape;
  }

  get dtype(): D {
    return this.node.dtype as D;
  }

  get rank(): number {
    return this.node.shape.length;
  }

  get size(): number {
    return sizeOf(this.node.shape);
  }

  /** The elements in row-major order, as a copy on the host. Runs what is needed to compute them. */
  async data(): Promise<HostArrays[D]> {
    return (await read("data", this.node)) as HostArrays[D];
  }

  /** The elements as nested arrays; a number if the rank is 0. */
  async array(): Promise<Nested> {
    return nest(await read("array", this.node), this.shape, this.dtype);
  }

  /** Frees the device memory now. Reading the tensor, or what was not computed from it yet, throws afterwards. */
  dispose(): void {
    disposeNode(this.node);
  }

  [Symbol.dispose](): void {
    this.dispose();
  }
}
