/** @file What the machine allows, measured in the same run as the rest. */

/** By how many bytes a copy reads and writes together, since caches differ from memory. */
export interface CopyRate {
  readonly bytes: number;
  readonly gigabytesPerSecond: number;
}

export interface CpuLimits {
  readonly threads: number;
  /** Whether multiply-adds were fused. */
  readonly isFused: boolean;
  /** GFLOP/s of multiply-adds in registers. */
  readonly fma: { readonly one: number; readonly all: number };
  readonly copy: { readonly one: readonly CopyRate[]; readonly all: readonly CopyRate[] };
}

export interface WebgpuLimits {
  readonly adapter: string;
  readonly fma: number;
  readonly copy: readonly CopyRate[];
  /** Of an empty kernel, submitted and awaited. */
  readonly dispatchMs: number;
  /** Of 4 bytes. */
  readonly readbackMs: number;
}

/** A probe that failed says why. */
export interface Limits {
  readonly cpu: CpuLimits | { readonly trouble: string };
  readonly webgpu: WebgpuLimits | { readonly trouble: string };
}
