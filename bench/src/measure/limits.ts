/**
 * @file What the machine allows, measured in the same run as the rest, by loops in processes of their own. Limits are maxima: of
 * several samples the fastest counts.
 */
import type { OpenChannel } from "../host/channel.ts";
import type { Pace } from "./pace.ts";
import { type Prober, withProber } from "./prober.ts";
import {
  copyProbe,
  copySizes,
  dispatchProbe,
  gpuCopyProbe,
  gpuCopySizes,
  gpuMultiplyAddProbe,
  multiplyAddProbe,
  readbackProbe,
} from "./probes.ts";

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

/** Runs all probes, those of the cores first. */
export async function measureLimits(openChannel: OpenChannel, pace: Pace, signal: AbortSignal): Promise<Limits> {
  const tools = { openChannel, pace, signal };
  const cpu = await withProber("limits-cpu", tools, measureCores);
  return { cpu, webgpu: await withProber("limits-webgpu", tools, measureGpu) };
}

async function measureCores(prober: Prober): Promise<CpuLimits> {
  const { threads, features = [] } = prober.facts;
  const rate = async (count: number, which: "one" | "all") => {
    const { flopsPerMs } = await prober.best(multiplyAddProbe(which, count));
    const copy: CopyRate[] = [];
    for (const bytes of copySizes) {
      const { bytesPerMs } = await prober.best(copyProbe(bytes, which, count));
      copy.push({ bytes, gigabytesPerSecond: bytesPerMs / 1e6 });
    }
    return { fma: flopsPerMs / 1e6, copy };
  };
  const one = await rate(1, "one");
  const all = threads === 1 ? one : await rate(threads, "all");
  // Whatever one thread can, all can: where they cannot show it, another program had a core.
  return {
    threads,
    isFused: features.includes("relaxed simd"),
    fma: { one: one.fma, all: Math.max(one.fma, all.fma) },
    copy: { one: one.copy, all: all.copy.map((rate, i) => faster(rate, one.copy[i])) },
  };
}

function faster(rate: CopyRate, other = rate): CopyRate {
  return other.gigabytesPerSecond > rate.gigabytesPerSecond ? other : rate;
}

async function measureGpu(prober: Prober): Promise<WebgpuLimits> {
  const fma = await prober.bestAtScale(gpuMultiplyAddProbe);
  const copy: CopyRate[] = [];
  for (const bytes of gpuCopySizes) {
    const { bytesPerMs } = await prober.bestAtScale((scale) => gpuCopyProbe(bytes, scale));
    copy.push({ bytes, gigabytesPerSecond: bytesPerMs / 1e6 });
  }
  return {
    adapter: prober.facts.adapter ?? "",
    fma: fma.flopsPerMs / 1e6,
    copy,
    dispatchMs: (await prober.best(dispatchProbe)).ms,
    readbackMs: (await prober.best(readbackProbe)).ms,
  };
}
