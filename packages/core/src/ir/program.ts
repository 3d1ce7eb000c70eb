/**
 * @file A kernel program: the kernels behind one `kernel` node, in order, and the buffers they pass to each other.
 * It is also what operations too complex for one kernel (sort, cumulative sums, scattered sums) are lowered to.
 */
import type { DType } from "../dtype.ts";
import type { Kernel } from "../kernel/types.ts";
import type { Node, ResultType } from "./node.ts";

/** A buffer that a kernel of the program gets: an input, an output, or scratch memory. */
export interface ProgramBuffer {
  readonly from: "input" | "output" | "scratch";
  readonly index: number;
}

/** A number that a kernel of the program gets. An input reference reads the value of a `scalar` or `const` input node. */
export type ProgramParam = number | { readonly scalarInput: number };

/** One launch. */
export interface ProgramCall {
  readonly kernel: Kernel;
  readonly buffers: readonly ProgramBuffer[];
  readonly params: readonly ProgramParam[];
  /** Extents of the grid. */
  readonly grid: readonly number[];
  /** Estimated floating-point operations. */
  readonly flops: number;
}

export interface ScratchBuffer {
  readonly dtype: DType;
  /** Elements. */
  readonly size: number;
}

export interface KernelProgram {
  readonly name: string;
  readonly outputs: readonly ResultType[];
  readonly scratch: readonly ScratchBuffer[];
  readonly calls: readonly ProgramCall[];
  /**
   * The same function from other primitives: one node for each output, from the inputs of the kernel node. It defines
   * the gradient of the node where no `custom` rule does, and is the oracle in tests.
   */
  readonly composite?: (inputs: readonly Node[]) => readonly Node[];
}

export const inputBuffer = (index: number): ProgramBuffer => ({ from: "input", index });
export const outputBuffer = (index: number): ProgramBuffer => ({ from: "output", index });
export const scratchBuffer = (index: number): ProgramBuffer => ({ from: "scratch", index });
