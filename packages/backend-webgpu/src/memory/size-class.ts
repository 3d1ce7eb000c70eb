/**
 * @file Sizes that buffers are made in, so that tensors of like size can take each other's memory.
 */

const SMALLEST = 256;

/** The bytes of the buffer that holds `sizeBytes`: at most a quarter more, and at least 256. At most `limit`. */
export function classBytes(sizeBytes: number, limit: number): number {
  if (sizeBytes <= SMALLEST) return Math.min(SMALLEST, limit);
  const step = 2 ** (Math.ceil(Math.log2(sizeBytes)) - 3);
  return Math.min(Math.ceil(sizeBytes / step) * step, limit);
}

/** Bytes as WebGPU binds and copies them: a multiple of four, and not none. */
export function paddedBytes(sizeBytes: number): number {
  return Math.max(4, Math.ceil(sizeBytes / 4) * 4);
}
