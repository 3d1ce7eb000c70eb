/**
 * @file The arguments block of a launch: what a compiled kernel finds in memory at the pointer that it is given. In order:
 *
 *   u32 pointer of each buffer
 *   u32 length of each buffer, in elements
 *   u32 extent of each grid index
 *   each scalar parameter: 4 bytes (bool as 0 or 1), f64 aligned to 8
 *
 * The block itself is aligned to 8.
 */
import type { Kernel } from "@adjoint/core";

export interface ArgsLayout {
  /** Byte offsets into the block. */
  readonly pointers: readonly number[];
  readonly lengths: readonly number[];
  readonly extents: readonly number[];
  readonly params: readonly number[];
  readonly sizeBytes: number;
}

/** The layout for a kernel. It depends on the counts of buffers and grid indices and on the types of the parameters. */
export function argsLayout(kernel: Pick<Kernel, "buffers" | "grid" | "params">): ArgsLayout {
  let at = 0;
  const take = (sizeBytes: number): number => {
    at = Math.ceil(at / sizeBytes) * sizeBytes + sizeBytes;
    return at - sizeBytes;
  };
  const pointers = kernel.buffers.map(() => take(4));
  const lengths = kernel.buffers.map(() => take(4));
  const extents = kernel.grid.map(() => take(4));
  const params = kernel.params.map((param) => take(param.dtype === "f64" ? 8 : 4));
  return { pointers, lengths, extents, params, sizeBytes: Math.ceil(at / 8) * 8 };
}
