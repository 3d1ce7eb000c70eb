/** @file A report with one of everything, made by hand. */
import type { EngineName } from "../../src/catalogue/engines.ts";
import type { Report, Result } from "../../src/report/schema.ts";

/** What must not become markup, wherever a process can make us print it. */
export const nastyReason = `threw <script>alert("1")</script> & 'more' ${"long ".repeat(40)}at the end`;

export function aResult(workload: string, engine: EngineName, ms: number): Result {
  return {
    workload,
    engine,
    status: "measured",
    rounds: [[ms * 0.9, ms], [ms]],
    time: { median: ms, low: 0.95 * ms, high: 1.05 * ms },
    ratio: { to: "adjoint-cpu", median: ms / 2, low: 0.45 * ms, high: 0.55 * ms },
    gflops: 10 / ms,
    gigabytesPerSecond: 1 / ms,
    share: { limit: "fma", fraction: 0.3 / ms },
    losses: [],
    error: 0.12,
    setUpMs: 0.5,
    firstRunMs: 12,
    residentBytes: 80 * 2 ** 20,
    threads: 2,
  };
}

function trouble(workload: string, engine: EngineName, status: Result["status"], reason: string): Result {
  return { workload, engine, status, reason, rounds: [], losses: [] };
}

const counters = {
  dispatches: 3,
  submits: 1,
  movedBytes: 12 * 2 ** 20,
  flops: 33.5e6,
  peakBytes: 2 ** 20,
  planHits: 99,
  planRuns: 100,
};

const results: Result[] = [
  { ...aResult("matmul-64-nn", "adjoint-cpu", 2), counters },
  aResult("matmul-64-nn", "loops", 20),
  trouble("matmul-64-nn", "tfjs-wasm", "failed", nastyReason),
  trouble("matmul-64-nn", "tfjsctcloss", "absent", "does not have it"),
  trouble("matmul-64-nn", "gpu.js-cpu", "absent", "does not have it"),
  aResult("matmul-128-nn", "adjoint-cpu", 16),
  aResult("matmul-128-nn", "loops", 150),
  trouble("matmul-128-nn", "tfjs-wasm", "wrong", "out[3] is 1, expected 2"),
  trouble("matmul-128-nn", "pytorch", "missing", "there is no python3 with torch"),
  {
    ...aResult("memory-mlp-64x32x10-n16", "adjoint-cpu", 3),
    held: { before: { residentBytes: 1e8, heldBytes: 1e6 }, after: { residentBytes: 1.1e8, heldBytes: 1e6 } },
    losses: [2.5, 2.25, 2],
    loss: { value: 2, reference: 2.0001, isOff: false },
  },
  {
    ...aResult("memory-mlp-64x32x10-n16", "tfjs-webgpu", 9),
    losses: [2.5, null, 3],
    loss: { value: 3, reference: 2.0001, isOff: true },
  },
];

const matmul = (edge: number): Report["workloads"][number] => ({
  name: `matmul-${edge}-nn`,
  kind: "matmul",
  family: "matmul-nn",
  size: edge,
  parameters: { layout: "nn", m: edge, k: edge, n: edge },
  flops: 2 * edge ** 3,
  bytes: 12 * edge ** 2,
  referenceLosses: [],
});

export const aReport: Report = {
  schemaVersion: 1,
  date: "2026-11-22T10:00:00.000Z",
  elapsedMs: 61_000,
  command: "npm run bench -- --quick",
  isQuick: true,
  interrupted: false,
  selection: { workloads: ["matmul-64-nn"], engines: ["adjoint-cpu", "loops", "tfjs-wasm"] },
  pace: { rounds: 3 },
  runtime: { name: "node", version: "Node 20.20.2" },
  adapter: { asked: null, used: "swiftshader", descriptions: ["SwiftShader Device (LLVM)"] },
  machine: { cpu: "AMD EPYC", cores: 2, memoryBytes: 8 * 2 ** 30, platform: "linux", arch: "x64" },
  versions: {
    adjoint: "0.1.0",
    commit: { hash: "0123abc", isModified: true },
    node: "v20.20.2",
    packages: { "@tensorflow/tfjs-core": "4.22.0" },
  },
  engines: { "adjoint-cpu": { threads: 2, features: ["simd128"], versions: { python: "3.11" } } },
  limits: {
    cpu: {
      threads: 2,
      isFused: false,
      fma: { one: 45, all: 88 },
      copy: { one: [{ bytes: 2 ** 20, gigabytesPerSecond: 30 }], all: [{ bytes: 2 ** 20, gigabytesPerSecond: 50 }] },
    },
    webgpu: { trouble: "there is no adapter" },
  },
  workloads: [
    matmul(64),
    matmul(128),
    {
      ...matmul(64),
      name: "memory-mlp-64x32x10-n16",
      kind: "memory",
      family: "memory-mlp-64x32x10",
      parameters: { sizes: [64, 32, 10], batch: 16, steps: 3 },
      referenceLosses: [2.5, 2.2501, 2.0001],
    },
  ],
  results,
  growth: [{ family: "matmul-nn", engine: "loops", exponent: 2.91, sizes: [64, 128] }],
};
