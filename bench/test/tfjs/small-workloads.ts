/** @file One workload of each kind that TensorFlow.js has and that is not training, as small as tells. */
import type { Workload } from "../../src/workload/types.ts";

const base = { family: "small", size: 1, isQuick: false } as const;

export const smallWorkloads: readonly Workload[] = [
  // Products of more than 48 elements, where its fused form goes wrong in WebAssembly.
  ...(["nn", "nt", "tn"] as const).map(
    (layout): Workload => ({ ...base, kind: "matmul", name: `matmul ${layout}`, layout, m: 5, k: 67, n: 6 }),
  ),
  { ...base, kind: "batch-matmul", name: "batch-matmul", batch: 3, edge: 5 },
  { ...base, kind: "conv-forward", name: "conv-forward", batch: 2, channels: 3, edge: 5 },
  { ...base, kind: "gelu", name: "gelu", count: 301 },
  { ...base, kind: "softmax", name: "softmax", rows: 3, columns: 37 },
  { ...base, kind: "layer-norm", name: "layer-norm", rows: 3, columns: 37 },
  { ...base, kind: "cross-entropy", name: "cross-entropy", rows: 4, columns: 21 },
  { ...base, kind: "tiny-ops", name: "tiny-ops", count: 20, elements: 10 },
  { ...base, kind: "cold-start", name: "cold-start", size: 9 },
];

export const smallConv: Workload = { ...base, kind: "conv", name: "conv", batch: 2, channels: 3, edge: 5 };
