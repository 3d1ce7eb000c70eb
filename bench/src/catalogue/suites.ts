/** @file Selections of workloads and engines with goals for Adjoint: against peers, limits of the machine, or the clock. */
import type { AdapterName } from "./adapters.ts";
import type { EngineName, RuntimeName } from "./engines.ts";

interface GoalOf {
  readonly workload: string;
  /** Which Adjoint is judged. */
  readonly engine: EngineName;
}

/** How many times as fast as the best of the peers that were measured. */
export interface PeerGoal extends GoalOf {
  readonly kind: "peers";
  readonly peers: readonly EngineName[];
  /** By WebGPU adapter or by runtime. */
  readonly ratio: Readonly<Partial<Record<AdapterName | RuntimeName, number>>> & { readonly otherwise: number };
}

/** What part of the nearest limit of the machine. */
export interface ShareGoal extends GoalOf {
  readonly kind: "share";
  readonly fraction: number;
}

/** In how many milliseconds: a run, or finding the plan of one. */
export interface TimeGoal extends GoalOf {
  readonly kind: "run" | "plan";
  readonly ms: number;
}

export type Goal = PeerGoal | ShareGoal | TimeGoal;

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
  /** Most milliseconds of the host from a plan that was found to its submission, where it does not compute itself. */
  readonly hostMs?: number;
}

export const suiteNames = ["cpu", "webgpu"] as const;
export type SuiteName = (typeof suiteNames)[number];

export const suites: Readonly<Record<SuiteName, Suite>> = {
  cpu: {
    engines: ["adjoint-cpu", "adjoint-cpu-1", "tfjs-wasm", "jax-js-wasm", "pytorch"],
    goals: [
      ...["256", "512", "1024"].flatMap((edge) =>
        ["nn", "nt", "tn"].flatMap((layout) => productGoals(`matmul-${edge}-${layout}`)),
      ),
      share("matmul-64-nn", 0.6),
      share("matmul-1000x777x513-nn", 0.75),
      share("batch-matmul-64-n64", 0.65),
      faster("gelu-2^22", "jax-js-wasm", 25, 12),
      faster("gelu-2^22", "pytorch", 5),
      share("gelu-2^22", 1 / 2),
      faster("cross-entropy-1024x8192", "jax-js-wasm", 20),
      faster("cross-entropy-1024x8192", "pytorch", 8),
      share("cross-entropy-1024x8192", 1 / 3),
      faster("mlp-784x512x256x10-n256", "jax-js-wasm", 2.3),
      faster("mlp-784x512x256x10-n256", "tfjs-wasm", 18),
      faster("mlp-784x512x256x10-n256", "pytorch", 1 / 1.7),
      { kind: "plan", workload: "mlp-784x512x256x10-n256", engine: "adjoint-cpu", ms: 0.4 },
      faster("conv-forward-n8-56x56-c64", "tfjs-wasm", 3),
      faster("ctc-t150-u40-c28-n32", "pytorch", 4),
      faster("ctc-t150-u20-c5000-n32", "pytorch", 6),
      faster("lstm-t100-f64-h128-c10-n32", "tfjs-wasm", 5),
      { kind: "run", workload: "tiny-ops-1000", engine: "adjoint-cpu", ms: 2 },
      { kind: "run", workload: "cold-start", engine: "adjoint-cpu", ms: 60 },
    ],
    limits: [],
  },
  webgpu: {
    engines: ["adjoint-webgpu", "tfjs-webgpu", "jax-js-webgpu", "pytorch"],
    goals: [
      ...["matmul-512-nn", "matmul-1024-nn", "matmul-2048-nn", "matmul-1000x777x513-nn"].map((name) =>
        onAdapters(name, 4, 2.5),
      ),
      onAdapters("gelu-2^22", 2, 2),
      onAdapters("cross-entropy-1024x8192", 4, 4),
      onAdapters("conv-n8-56x56-c64", 4, 4, ["tfjs-webgpu"]),
      onAdapters("ctc-t150-u40-c28-n32", 1, 0, ["pytorch"]),
      onAdapters("mlp-784x512x256x10-n256", 4, 2.5),
      onAdapters("tiny-ops-1000", 50, 50, ["jax-js-webgpu"]),
    ],
    limits: [
      { workload: "mlp-784x512x256x10-n256", dispatches: 16, submits: 1 },
      { workload: "cross-entropy-1024x8192", dispatches: 3, submits: 1 },
      { workload: "ctc-t150-u40-c28-n32", dispatches: 3, submits: 1 },
    ],
    hostMs: 0.2,
  },
};

/** Of the better peer on WebGPU; a GPU is held to the ratio of SwiftShader. */
function onAdapters(
  workload: string,
  lavapipe: number,
  swiftshader: number,
  peers: readonly EngineName[] = ["tfjs-webgpu", "jax-js-webgpu"],
): PeerGoal {
  return { kind: "peers", workload, engine: "adjoint-webgpu", peers, ratio: { lavapipe, otherwise: swiftshader } };
}

function faster(workload: string, peer: EngineName, ratio: number, chromium = ratio): PeerGoal {
  return { kind: "peers", workload, engine: "adjoint-cpu", peers: [peer], ratio: { chromium, otherwise: ratio } };
}

function share(workload: string, fraction: number, engine: EngineName = "adjoint-cpu"): ShareGoal {
  return { kind: "share", workload, engine, fraction };
}

function productGoals(workload: string): readonly Goal[] {
  return [
    share(workload, 0.8),
    share(workload, 0.88, "adjoint-cpu-1"),
    faster(workload, "jax-js-wasm", 2.8, 1.35),
    faster(workload, "tfjs-wasm", 3.3),
  ];
}
