/** @file Collects the calls and scratch buffers of a kernel program. */
import type { DType } from "../dtype.ts";
import type { ResultType } from "../ir/node.ts";
import {
  type KernelProgram,
  type ProgramBuffer,
  type ProgramCall,
  type ProgramParam,
  type ScratchBuffer,
  scratchBuffer,
} from "../ir/program.ts";
import type { Kernel } from "../kernel/types.ts";

/** Lanes of one program in kernels that go over elements. */
export const CHUNK = 256;

/** How many chunks of `size` cover `count` elements. */
export function chunksOf(count: number, size: number = CHUNK): number {
  return Math.ceil(count / size);
}

export class ProgramBuilder {
  readonly #scratch: ScratchBuffer[] = [];
  readonly #calls: ProgramCall[] = [];

  /** Declares memory that lives while the program runs. */
  newScratch(dtype: DType, size: number): ProgramBuffer {
    this.#scratch.push({ dtype, size });
    return scratchBuffer(this.#scratch.length - 1);
  }

  /** Appends a launch, unless its grid is empty. `flops` is an estimate. */
  call(
    kernel: Kernel,
    buffers: readonly ProgramBuffer[],
    params: readonly ProgramParam[],
    grid: readonly number[],
    flops: number,
  ): void {
    if (grid.includes(0)) return;
    this.#calls.push({ kernel, buffers, params, grid, flops });
  }

  build(name: string, outputs: readonly ResultType[]): KernelProgram {
    return { name, outputs, scratch: this.#scratch, calls: this.#calls };
  }
}
