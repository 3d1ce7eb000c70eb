/** @file Workloads of both kinds that gpu.js has, as small as tells. */
import type { Workload } from "../../src/workload/types.ts";

const base = { family: "small", size: 1, isQuick: false } as const;

export const smallWorkloads: readonly Workload[] = [
  ...(["nn", "nt", "tn"] as const).map(
    (layout): Workload => ({ ...base, kind: "matmul", name: `matmul ${layout}`, layout, m: 5, k: 7, n: 6 }),
  ),
  // Loops end at 1000 where gpu.js does not know how long they are.
  { ...base, kind: "matmul", name: "a long sum", layout: "nn", m: 3, k: 1500, n: 4 },
  // Threads take part from 4096 results on.
  { ...base, kind: "matmul", name: "many sums", layout: "nn", m: 67, k: 5, n: 70 },
  { ...base, kind: "gelu", name: "gelu", count: 301 },
  { ...base, kind: "gelu", name: "a long gelu", count: 5001 },
];
