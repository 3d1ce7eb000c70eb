/**
 * @file The graph: immutable nodes whose shape and dtype are fixed at birth. A closed union by `kind`.
 * Nothing here computes; `build.ts` makes legal nodes, `lower/` turns them into kernels.
 */
import type { DType } from "../dtype.ts";
import type { ReduceOp } from "../kernel/types.ts";
import type { Storage } from "../runtime/storage.ts";
import type { ScalarOp } from "../scalar/table.ts";
import type { Shape } from "../shape.ts";
import { development } from "./development.ts";
import type { GradientRule } from "./gradient-rule.ts";
import { codeOf } from "./node-code.ts";
import type { KernelProgram } from "./program.ts";

/** What a contraction reads where it lies, so that it need not be written first. Decided by lowering. */
export interface DotReads {
  /** Windows of a convolution: those of the right operand, or of both. */
  readonly hasWindows?: "right" | "both";
  /** 16-bit floats that are widened. */
  readonly hasHalves?: true;
}

/** What a node is, apart from its inputs. */
export type NodeSpec =
  /** Data on the device (or on its way there): held by `storage`. */
  | { readonly kind: "buffer" }
  /** A number that is part of the structure: 0, ±1, 2. Rank 0. */
  | { readonly kind: "const"; readonly value: number }
  /** A number that may change from run to run without a new plan. Rank 0. */
  | { readonly kind: "scalar"; readonly value: number }
  /** The index along `axis`, as i32. */
  | { readonly kind: "iota"; readonly axis: number }
  /** Elementwise; inputs have the node's shape. */
  | { readonly kind: "map"; readonly op: ScalarOp }
  | { readonly kind: "cast" }
  | { readonly kind: "bitcast" }
  | { readonly kind: "reshape" }
  /** Output axis i is input axis `order[i]`. */
  | { readonly kind: "permute"; readonly order: readonly number[] }
  /** Broadcasts: aligned at the last axis, new leading axes and extents of 1 are repeated. */
  | { readonly kind: "expand" }
  /** Zeros (false) around: `before[i]` and `after[i]` elements on axis i. */
  | { readonly kind: "pad"; readonly before: readonly number[]; readonly after: readonly number[] }
  /** The part from `begin` up to, not including, `end`. */
  | { readonly kind: "shrink"; readonly begin: readonly number[]; readonly end: readonly number[] }
  | { readonly kind: "flip"; readonly axes: readonly number[] }
  /** Windows along `axis`, which then counts them; a new last axis runs inside: element o · stride + k · dilation. */
  | { readonly kind: "window"; readonly axis: number; readonly stride: number; readonly dilation: number }
  /** The adjoint of `window`: what lies in windows is added up where it came from. */
  | { readonly kind: "fold"; readonly axis: number; readonly stride: number; readonly dilation: number }
  /** Over sorted `axes`, which stay as extents of 1. */
  | { readonly kind: "reduce"; readonly op: ReduceOp; readonly axes: readonly number[] }
  /** `a[…, M, K] @ b[…, K, N]`, equal batch axes. Floats accumulate in f32 (f64 in f64). */
  | ({ readonly kind: "dot" } & DotReads)
  /** One of the three factors of a convolution from the two others; see `ConvPart`. */
  | { readonly kind: "conv"; readonly of: ConvPart; readonly geometry: ConvGeometry }
  /** `x[…, indices[…], …]` along `axis`; the indices (i32) have the output's shape. Outside: 0. */
  | { readonly kind: "gather"; readonly axis: number }
  /** `base` with `updates` added where `indices`, of the updates' shape, point along `axis`. Outside: dropped. In index order. */
  | { readonly kind: "scatterAdd"; readonly axis: number }
  /** Stable, along the last axis; results: values, and i32 indices. NaN counts as greatest: last, or first if descending. */
  | { readonly kind: "sort"; readonly isDescending: boolean }
  /** Running sum along the last axis. */
  | { readonly kind: "cumsum" }
  /** Kernels written in the kernel language. */
  | { readonly kind: "kernel"; readonly program: KernelProgram }
  /**
   * `length` runs of a body, each on the carries of the one before and on row t of what is stacked. Inputs are the first
   * carries, then stacks, then what every run reads alike; results are the last carries, then what each run adds to a stack.
   */
  | {
      readonly kind: "scan";
      readonly body: ScanBody;
      readonly length: number;
      readonly carries: number;
      readonly stacks: number;
      /** True if row `length` − 1 comes first. */
      readonly isReversed: boolean;
    }
  /** One of several results of the input. */
  | { readonly kind: "result"; readonly index: number }
  /** The input, beyond which no gradient goes. */
  | { readonly kind: "detach" }
  /** The input, as a buffer of its own: nothing is fused across. */
  | { readonly kind: "barrier" }
  /** A leaf of differentiation: the input, under an identity of its own. */
  | { readonly kind: "variable" }
  /** The first input; its gradient is what `rule` says, given to the other inputs. */
  | { readonly kind: "custom"; readonly rule: CustomRule };

/** Cotangents of the arguments of a custom node (its inputs but the first), from the cotangent of its result. */
export type CustomRule = (cotangent: Node, args: readonly Node[], result: Node) => readonly (Node | undefined)[];

export type NodeKind = NodeSpec["kind"];

/**
 * A closed graph that a scan runs. Only `number` is enumerable: it stands for the body in keys.
 */
export interface ScanBody {
  /** Equal for bodies of equal structure. */
  readonly number: number;
  /** Buffers without a value, one for each input of the scan: carries, rows of stacks, and the rest. */
  readonly params: readonly Node[];
  /** The next carries, then one row for each stack of results. */
  readonly outputs: readonly Node[];
  /** The outputs over other nodes in the place of `params`. */
  apply(args: readonly Node[]): Node[];
  /** A body of other nodes: lowering, which cannot make one, splits scans by it. */
  derive(params: readonly Node[], outputs: readonly Node[]): ScanBody;
}

/**
 * Which of x[N, groups·C, …], w[groups·O, C, …] and y[N, groups·O, …] a `conv` node gives, from the two others in this order.
 * The output is y[n, o, p] = Σ x[n, c, p · stride + k · dilation − before] · w[o, c, k] over the channels c of o's group and
 * all k, x being 0 outside. The others are its adjoints: Σ of the products y · w, or x · y, where the sum above has x, or w.
 */
export type ConvPart = "output" | "input" | "weight";

/** How a window moves over x, by spatial axis. */
export interface ConvGeometry {
  readonly stride: readonly number[];
  readonly dilation: readonly number[];
  /** Zeros before and after each axis of x. */
  readonly before: readonly number[];
  readonly after: readonly number[];
  readonly groups: number;
}

/** Shape and dtype of one result. */
export interface ResultType {
  readonly shape: Shape;
  readonly dtype: DType;
}

let nextId = 0;

/** The id that the next node will have: nodes that exist have smaller ones. */
export function nextNodeId(): number {
  return nextId;
}

export class Node<S extends NodeSpec = NodeSpec> {
  readonly id = nextId++;
  readonly spec: S;
  readonly shape: Shape;
  readonly dtype: DType;
  /** What it is, for walks over whole graphs; see `node-code.ts`. */
  readonly code: number;
  /** How a gradient goes through the node, if it is of a kind that brings its rule along; see `gradient-rule.ts`. */
  readonly rule: GradientRule<S["kind"]> | undefined;
  /** True if a gradient may be asked with respect to something underneath: such a node keeps its inputs when realised. */
  isTracked: boolean;
  /** True once `backward` has passed through the node and released it. */
  isSwept = false;
  #sources: readonly Node[];
  /** The node's value on the device, once it is realised or about to be. */
  storage: Storage | undefined = undefined;
  /** True once a tensor handle owns the value. Handles made later share it. */
  isOwned = false;
  /** Belongs to `lower/collect.ts`, which numbers nodes by it. */
  mark = 0;

  constructor(
    spec: S,
    inputs: readonly Node[],
    shape: Shape,
    dtype: DType,
    isTracked: boolean,
    rule?: GradientRule<S["kind"]>,
  ) {
    this.spec = spec;
    this.#sources = inputs;
    this.shape = shape;
    this.dtype = dtype;
    this.code = codeOf(spec, dtype);
    this.rule = rule;
    this.isTracked = isTracked;
    development?.born(this);
  }

  get inputs(): readonly Node[] {
    return this.#sources;
  }

  /** Forgets the inputs of a realised node, so that they can be freed. */
  cut(): void {
    this.#sources = [];
  }

  /** Ends the node's part in differentiation: it lets go of its inputs now, or when it is realised. */
  release(): void {
    this.isTracked = false;
    this.isSwept = true;
    if (this.storage !== undefined) this.cut();
  }
}

/** The types of all results of a node; one, but for nodes of several results. */
export function resultTypes(node: Node): readonly ResultType[] {
  switch (node.spec.kind) {
    case "sort":
      return [
        { shape: node.shape, dtype: node.dtype },
        { shape: node.shape, dtype: "i32" },
      ];
    case "kernel":
      return node.spec.program.outputs;
    case "scan": {
      const { body, carries, length } = node.spec;
      return body.outputs.map(({ shape, dtype }, i) => ({ shape: i < carries ? shape : [length, ...shape], dtype }));
    }
    default:
      return [node];
  }
}
