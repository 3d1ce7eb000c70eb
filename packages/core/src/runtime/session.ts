/**
 * @file A session: one running backend, and what is derived from graphs for it. A new `configure` makes a new session.
 */
import type { Backend } from "../backend/contract.ts";
import { KernelCache } from "./kernel-cache.ts";
import { PlanCache } from "./plan-cache.ts";

/** What runs, and why. */
export interface BackendInfo {
  readonly backend: string;
  /** The device, where it has a name. */
  readonly adapter?: string;
  readonly features: readonly string[];
  readonly threads: number;
  readonly simd: "simd128" | "relaxed";
  /** Why `auto` did not take WebGPU. */
  readonly fallback?: string;
}

export class Session {
  readonly backend: Backend;
  readonly info: BackendInfo;
  readonly kernels: KernelCache;
  readonly plans: PlanCache;
  /** True when the device went away. */
  isLost = false;

  constructor(backend: Backend, fallback: string | undefined) {
    this.backend = backend;
    this.info = describe(backend, fallback);
    this.kernels = new KernelCache(backend);
    this.plans = new PlanCache(backend.capabilities);
  }
}

function describe(backend: Backend, fallback: string | undefined): BackendInfo {
  const { features, threads } = backend.capabilities;
  return {
    backend: backend.name,
    ...(backend.adapter === undefined ? {} : { adapter: backend.adapter }),
    features,
    threads,
    simd: features.some((feature) => feature.startsWith("relaxed")) ? "relaxed" : "simd128",
    ...(fallback === undefined ? {} : { fallback }),
  };
}
