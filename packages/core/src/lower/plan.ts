/**
 * @file Plans: the machine work of one flush, as ordered steps over buffer slots. A plan holds no tensor and no buffer,
 * so that it is replayed with others. It is immutable: backends may key what they derive from it by identity.
 */
import type { DType } from "../dtype.ts";
import type { Kernel } from "../kernel/types.ts";
import type { Form } from "./index-form.ts";

/** A place for a buffer. */
export interface Slot {
  /** Given by the caller, kept for the caller, or only needed inside the plan. */
  readonly role: "input" | "output" | "scratch";
  readonly dtype: DType;
  readonly sizeBytes: number;
}

/** A number that a step gets: fixed, or a scalar of the plan, by index. */
export type StepParam = number | { readonly scalar: number };

interface StepBase {
  /** In development mode: the user's lines that built what is computed. */
  readonly lines?: readonly string[];
}

export interface KernelStep extends StepBase {
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
 * Where the elements of an operand lie that is no matrix in memory, as the windows of a convolution are: element [i, j] of
 * matrix b at the sum of three forms, each of its own index. None is negative.
 */
export interface DotView {
  readonly batch: Form;
  readonly row: Form;
  readonly column: Form;
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
  /** Replace transposition and stride, which are then false and 0. a's only where `Capabilities` has no serial lanes. */
  readonly aView?: DotView | undefined;
  readonly bView?: DotView | undefined;
  /** Elements of an operand, if they are not f32. Only where `Capabilities` has products of 16-bit floats. */
  readonly aDtype?: "f16" | undefined;
  readonly bDtype?: "f16" | undefined;
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

export interface DotStep extends StepBase {
  readonly kind: "dot";
  readonly spec: DotSpec;
  /** Slots of a, b and the product. */
  readonly slots: readonly [a: number, b: number, out: number];
  readonly epilogue?: Epilogue | undefined;
  /** The epilogue's are among these. */
  readonly flops: number;
  readonly bytes: number;
}

export interface CopyStep extends StepBase {
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
