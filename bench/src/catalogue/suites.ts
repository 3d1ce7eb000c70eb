/** @file Selections of workloads and engines with goals: how many times as fast as the better peer Adjoint is to be. */
import type { AdapterName } from "./adapters.ts";
import type { EngineName } from "./engines.ts";

export interface Goal {
  readonly workload: string;
  /** The better one of those that were measured counts. */
  readonly peers: readonly EngineName[];
  /** Least ratio of times, by adapter; that of SwiftShader where the adapter is another. */
  readonly ratio: Readonly<Partial<Record<AdapterName, number>>> & { readonly swiftshader: number };
}

/** Most that a run may take of what is counted. */
export interface CountLimit {
  readonly workload: string;
  readonly dispatches?: number;
  readonly submits?: number;
}

export interface Suite {
  readonly engines: readonly EngineName[];
  readonly goals: readonly Goal[];
  readonly limits: readonly CountLimit[];
  /** Most milliseconds of the host from a plan that was found to its submission. */
  readonly hostMs: number;
}

const peers: readonly EngineName[] = ["tfjs-webgpu", "jax-js-webgpu"];

function goal(workload: string, lavapipe: number, swiftshader: number, of = peers): Goal {
  return { workload, peers: of, ratio: { lavapipe, swiftshader } };
}

export const suiteNames = ["webgpu"] as const;
export type SuiteName = (typeof suiteNames)[number];

export const suites: Readonly<Record<SuiteName, Suite>> = {
  webgpu: {
    engines: ["adjoint-webgpu", ...peers, "pytorch"],
    goals: [
      ...["matmul-512-nn", "matmul-1024-nn", "matmul-2048-nn", "matmul-1000x777x513-nn"].map((name) =>
        goal(name, 4, 2.5),
      ),
      goal("gelu-2^22", 2, 2),
      goal("cross-entropy-1024x8192", 4, 4),
      goal("conv-n8-56x56-c64", 4, 4, ["tfjs-webgpu"]),
      { workload: "ctc-t150-u40-c28-n32", peers: ["pytorch"], ratio: { lavapipe: 1, swiftshader: 0 } },
      goal("mlp-784x512x256x10-n256", 4, 2.5),
      goal("tiny-ops-1000", 50, 50, ["jax-js-webgpu"]),
    ],
    limits: [
      { workload: "mlp-784x512x256x10-n256", dispatches: 16, submits: 1 },
      { workload: "cross-entropy-1024x8192", dispatches: 3, submits: 1 },
      { workload: "ctc-t150-u40-c28-n32", dispatches: 3, submits: 1 },
    ],
    hostMs: 0.2,
  },
};
