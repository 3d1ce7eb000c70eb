/** @file The CTC kernels, built once for each variant, with sizes of shared memory that few variants need. */
import type { Kernel } from "@adjoint/core";
import { buildFramesKernel } from "./frames-kernel.ts";
import { buildGradientKernel, type GradientVariant, MAX_WEIGHTS } from "./gradient-kernel.ts";
import type { GivenLengths } from "./lengths.ts";
import { buildPathsKernel, type PathsVariant } from "./paths-kernel.ts";
import type { CtcInput } from "./problem.ts";
import { bucketOf } from "./sizes.ts";
import { MAX_SHARED_CAPACITY } from "./state-rows.ts";
import { BUFFER_BUDGET } from "./window.ts";

/** What fits memory; beyond it kernels work in buffers, or window by window. Tests lower the limits to reach those paths. */
export interface CtcLimits {
  /** Positions of a row of states in shared memory. */
  readonly positions: number;
  /** Labels whose weights are summed in shared memory. */
  readonly weights: number;
  /** Bytes of a buffer of states. */
  readonly bytes: number;
}

export const CTC_LIMITS: CtcLimits = { positions: MAX_SHARED_CAPACITY, weights: MAX_WEIGHTS, bytes: BUFFER_BUDGET };

const kernels = new Map<string, Kernel>();

function cached(name: string, variant: unknown, build: () => Kernel): Kernel {
  const key = `${name} ${JSON.stringify(variant)}`;
  const known = kernels.get(key);
  if (known !== undefined) return known;
  const kernel = build();
  kernels.set(key, kernel);
  return kernel;
}

/** The size of a shared array for `count` elements: few sizes, so that few kernels serve all problems. */
export function capacityFor(count: number, limit: number): number | undefined {
  return count > limit ? undefined : Math.min(limit, bucketOf(count));
}

/** Lanes of a frame's program. */
export const lanesFor = (count: number): number => Math.min(256, bucketOf(count));

export function framesKernel(given: GivenLengths, input: CtcInput, lanes: number): Kernel {
  return cached("frames", [given, input, lanes], () => buildFramesKernel(given, input, lanes));
}

export function pathsKernel(variant: PathsVariant): Kernel {
  return cached("paths", variant, () => buildPathsKernel(variant));
}

export function gradientKernel(variant: GradientVariant): Kernel {
  return cached("gradient", variant, () => buildGradientKernel(variant));
}
