/**
 * @file The user's handle: a thin, typed view of a graph node. Where a program
 * imports `adjoint`, `methods.ts` attaches the operations as methods.
 */
import { type DType, type HostArrays, isFloat } from "../dtype.ts";
import { DTypeError, ShapeError, UsageError } from "../errors.ts";
import * as ir from "../ir/build.ts";
import type { Node } from "../ir/node.ts";
import { limitGraph } from "../runtime/limit.ts";
import { read } from "../runtime/read.ts";
import { keep, track } from "../runtime/scope.ts";
import { Storage } from "../runtime/storage.ts";
import { endVersion } from "../runtime/versions.ts";
import { formatShape, type Shape, sizeOf } from "../shape.ts";
import { type BackwardOptions, backwardHook } from "./backward.ts";
import { TENSOR_BRAND } from "./brand.ts";
import { type Nested, nest } from "./nested.ts";

export { TENSOR_BRAND };

/** Leaves of differentiation and the tensors whose `grad` they add to. */
const gradLeaves = new WeakMap<Node, WeakRef<Tensor<DType>>>();

/** The tensor with `requiresGrad` that stands on a node, if any. */
export function leafOf(node: Node): Tensor<DType> | undefined {
  return gradLeaves.get(node)?.deref();
}

/** The same value as a leaf of differentiation, or as a constant. A value that exists is taken over. */
function renewed(node: Node, isLeaf: boolean): Node {
  if (node.storage === undefined) return isLeaf ? ir.variable(node) : ir.detach(node);
  const buffer = ir.buffer(node.shape, node.dtype, isLeaf);
  buffer.storage = node.storage;
  return buffer;
}

export class Tensor<out D extends DType = "f32"> {
  /** Carries `D`; never present at run time. */
  declare protected readonly dtypeBrand: D;
  /** True if disposing the handle ends the value: it was the first handle on its node. Internal. */
  isOwner: boolean;
  #current: Node;
  #isLeaf = false;
  #isEnded = false;
  #gradient: Tensor<D> | null = null;

  constructor(node: Node) {
    this.#current = node;
    this.isOwner = !node.isOwned;
    node.isOwned = true;
    track(this as unknown as Tensor<DType>);
    limitGraph(node);
  }

  /** On the prototype: handles are made by the hundred. */
  get [TENSOR_BRAND](): true {
    return true;
  }

  /**
   * The graph node behind the handle. An optimizer's step replaces it. Internal.
   * @throws {UsageError} if the tensor was disposed.
   */
  get node(): Node {
    return this.nodeFor("tensor");
  }

  /** As `node`, for an operation of the given name. Internal. */
  nodeFor(op: string): Node {
    if (this.#isEnded) {
      const rule = "a disposed tensor cannot be used";
      throw new UsageError({ op, rule, got: String(this), hint: "keep it until its last use" });
    }
    return this.#current;
  }

  set node(node: Node) {
    this.#current = node;
    this.isOwner = true;
    node.isOwned = true;
    if (this.#isLeaf) gradLeaves.set(node, new WeakRef(this as unknown as Tensor<DType>));
  }

  get shape(): Shape {
    return this.#current.shape;
  }

  get dtype(): D {
    return this.#current.dtype as D;
  }

  get rank(): number {
    return this.#current.shape.length;
  }

  get size(): number {
    return sizeOf(this.#current.shape);
  }

  get isDisposed(): boolean {
    return this.#isEnded;
  }

  /** What `backward()` has accumulated; null before. It lives as long as this tensor, whatever scope it was made in. */
  get grad(): Tensor<D> | null {
    return this.#gradient;
  }

  set grad(gradient: Tensor<D> | null) {
    this.#gradient = gradient;
    if (gradient !== null) keep(gradient as unknown as Tensor<DType>);
  }

  /** True if `backward()` shall add to `grad`. */
  get requiresGrad(): boolean {
    return this.#isLeaf;
  }

  set requiresGrad(isLeaf: boolean) {
    if (isLeaf && !isFloat(this.#current.dtype)) {
      const rule = "only floats have gradients";
      throw new DTypeError({ op: "requiresGrad", rule, got: this.#current.dtype, hint: 'cast(x, "f32")' });
    }
    this.#isLeaf = isLeaf;
    const { node } = this;
    const isVariable = node.isTracked && (node.spec.kind === "buffer" || node.spec.kind === "variable");
    this.node = isLeaf === isVariable ? node : renewed(node, isLeaf);
  }

  /** The elements in row-major order, as a copy on the host. Runs what is needed to compute them. */
  async data(): Promise<HostArrays[D]> {
    return (await read("data", this.nodeFor("data"))) as HostArrays[D];
  }

  /**
   * The one element; true and false are 1 and 0.
   * @throws {ShapeError} if there are several, or none.
   */
  async item(): Promise<number> {
    if (this.size !== 1) {
      const hint = "reduce it first, or read data()";
      throw new ShapeError({
        op: "item",
        rule: "the tensor must have one element",
        got: formatShape(this.shape),
        hint,
      });
    }
    return (await read("item", this.nodeFor("item")))[0] as number;
  }

  /** The elements as nested arrays; a number if the rank is 0. Elements of bool tensors are booleans. */
  async array(): Promise<Nested> {
    return nest(await read("array", this.nodeFor("array")), this.shape, this.dtype);
  }

  /**
   * Adds the gradient of this scalar to `grad` of the leaves with `requiresGrad`, and frees the graph it swept.
   * @throws {UsageError} if the tensor is no scalar or depends on no such leaf.
   */
  backward(options?: BackwardOptions): void {
    backwardHook()(this as unknown as Tensor<DType>, options);
  }

  /** Frees the value now. Using the tensor, or reading what was not computed from it yet, throws afterwards. */
  dispose(): void {
    if (!this.#isEnded) this.end(this.isOwner);
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  toString(): string {
    return `Tensor ${this.#current.dtype}${formatShape(this.#current.shape)}${this.#isEnded ? " (disposed)" : ""}`;
  }

  /** Ends the handle, and its value unless another handle takes that over. Internal. */
  end(isValueEnded: boolean): void {
    const { storage } = this.#current;
    if (isValueEnded) {
      const reason = `${this} was disposed`;
      if (storage === undefined) this.#current.storage = new Storage(0, { kind: "disposed", reason });
      else if (storage.owner === undefined || storage.owner === this) storage.dispose(reason);
      endVersion(this, reason);
      this.#gradient?.dispose();
    }
    this.#isEnded = true;
  }
}
