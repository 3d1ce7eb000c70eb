/** @file Matrix products by three loops. */
import type { Matmul } from "../../workload/types.ts";
import type { Inputs, Job } from "../contract.ts";
import { floats } from "../inputs.ts";

export function matmul({ m, k, n, layout }: Matmul, inputs: Inputs): Job {
  const [a, b] = [floats(inputs, "a"), floats(inputs, "b")];
  const out = new Float32Array(m * n);
  const [aRow, aColumn] = layout === "tn" ? [1, m] : [k, 1];
  const [bRow, bColumn] = layout === "nt" ? [1, k] : [n, 1];
  return {
    async run() {
      out.fill(0);
      for (let i = 0; i < m; i++) {
        for (let p = 0; p < k; p++) {
          const factor = a[i * aRow + p * aColumn] as number;
          for (let j = 0; j < n; j++)
            out[i * n + j] = (out[i * n + j] as number) + factor * (b[p * bRow + j * bColumn] as number);
        }
      }
    },
    outputs: async () => ({ out }),
    close: async () => undefined,
  };
}
