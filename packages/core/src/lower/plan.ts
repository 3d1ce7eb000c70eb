/**
 * @file Plans: the machine work of one flush, as ordered steps over buffer slots. A plan holds no tensor and no buffer,
 * so that it is replayed with others. It is immutable: backends may key what they derive from it by identity.
 */
import type { DType } from "../dtype.ts";
import type { Kernel } from "../kernel/types.ts";

/** A place for a buffer. */
export interface Slot {
  /** Given by the caller, kept for the caller, or only needed inside the plan. */
  readonly role: "input" | "output" | "scratch";
  readonly dtype: DType;
  readonly sizeBytes: number;
}

/** A number that a step gets: fixed, or a scalar of the plan, by index. */
export type StepParam = number | { readonly scalar: number };

export interface KernelStep {
  readonly kind: "kernel";
  readonly kernel: Kernel;
  /** By buffer parameter of the kernel. */
  readonly slots: readonly number[];
  /** By scalar parameter of the kernel. */
  readonly params: readonly StepParam[];
  readonly grid: readonly number[];
  /** The results, such as `sum over 1 f32[8, 1]`, for errors. */
  readonly makes?: string;
  /**
   * Program i reads row i of the product of the step before, and no other row: it may run as soon as that row is there.
   * It writes nothing that the product is made of.
   */
  readonly followsRows?: boolean;
  /** Estimates, for `explain` and for splitting work. */
  readonly flops: number;
  readonly bytes: number;
}

/**
 * out[b, m, n] = Σ_k a[b, m, k] · b[b, k, n], in f32. Operands are row-major matrices, transposed or not, at a distance
 * of `batchStride` elements (0 repeats one matrix).
 */
export interface DotSpec {
  readonly batch: number;
  readonly m: number;
  readonly n: number;
  readonly k: number;
  /** a is stored [M, K], or [K, M] if transposed. */
  readonly isATransposed: boolean;
  /** b is stored [K, N], or [N, K] if transposed. */
  readonly isBTransposed: boolean;
  readonly aBatchStride: number;
  readonly bBatchStride: number;
}

/**
 * What is done with each element of a product, by an elementwise kernel: its grid is over parts of the product's rows, all
 * rows alike, and it has one statement of lanes. A backend may run it for some rows or elements as soon as they are there.
 */
export interface Epilogue
  extends Pick<KernelStep, "kernel" | "slots" | "params" | "grid" | "makes" | "flops" | "bytes"> {
  /** The buffer parameter that holds the product. What the kernel loads from it is the product's element of that lane. */
  readonly product: number;
  /** True if the product is read by others, too. If not, its slot may be one that the kernel overwrites. */
  readonly isProductKept: boolean;
}

export interface DotStep {
  readonly kind: "dot";
  readonly spec: DotSpec;
  /** Slots of a, b and the product. */
  readonly slots: readonly [a: number, b: number, out: number];
  readonly epilogue?: Epilogue | undefined;
  /** The epilogue's are among these. */
  readonly flops: number;
  readonly bytes: number;
}

export interface CopyStep {
  readonly kind: "copy";
  readonly slots: readonly [from: number, to: number];
  readonly sizeBytes: number;
  readonly flops: 0;
  readonly bytes: number;
}

export type Step = KernelStep | DotStep | CopyStep;

export interface Plan {
  readonly slots: readonly Slot[];
  readonly steps: readonly Step[];
  /** Slots of the inputs, in the order in which the graph's leaves are met. */
  readonly inputs: readonly number[];
  /** Slots of the outputs, in the order asked for. */
  readonly outputs: readonly number[];
  readonly scalarCount: number;
  /** Most bytes of scratch memory. */
  readonly scratchBytes: number;
}
