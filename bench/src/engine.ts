/** @file Who computes: each engine brings a workload's inputs to where it computes, and runs it as its users would. */
import { configure, geluTanh, realize, shutdown, type Tensor, tensor } from "adjoint";
import { GPU } from "gpu.js";
import type { Workload } from "./workload.ts";

export const engineNames = ["loops", "gpu.js-cpu", "adjoint-1", "adjoint"] as const;
export type EngineName = (typeof engineNames)[number];

/** A workload that is set up. */
export interface Job {
  /** Runs it once, until the whole result is there. */
  run(): Promise<void>;
  /** The result of the last run. */
  result(): Promise<ArrayLike<number>>;
  close(): Promise<void>;
}

/** Undefined if the engine does not have the workload. */
export type Engine = (of: Workload) => Promise<Job | undefined>;

/** What one would write without a library: loops over typed arrays, in an order that is kind to the cache. */
async function loops(of: Workload): Promise<Job> {
  const [a, b] = of.inputs as [Float32Array, Float32Array | undefined];
  const out = new Float32Array(a.length);
  const multiply = (size: number, right: Float32Array): void => {
    out.fill(0);
    for (let i = 0; i < size; i++) {
      for (let k = 0; k < size; k++) {
        const factor = a[i * size + k] as number;
        for (let j = 0; j < size; j++)
          out[i * size + j] = (out[i * size + j] as number) + factor * (right[k * size + j] as number);
      }
    }
  };
  const gelu = (): void => {
    const scale = Math.sqrt(2 / Math.PI);
    for (let i = 0; i < a.length; i++) {
      const v = a[i] as number;
      out[i] = 0.5 * v * (1 + Math.tanh(scale * (v + 0.044715 * v * v * v)));
    }
  };
  return {
    run: async () => (of.kind === "matmul" && b !== undefined ? multiply(of.size, b) : gelu()),
    result: async () => out,
    close: async () => undefined,
  };
}

async function gpuJs(of: Workload): Promise<Job | undefined> {
  if (of.kind !== "matmul") return undefined;
  const { size } = of;
  const gpu = new GPU({ mode: "cpu" });
  const rows = (flat: Float32Array): Float32Array[] =>
    Array.from({ length: size }, (_, i) => flat.subarray(i * size, (i + 1) * size));
  const [a, b] = of.inputs.map(rows) as [Float32Array[], Float32Array[]];
  // The kernel is translated from its text, so it is written in what gpu.js understands.
  const multiply = gpu
    .createKernel(
      "function (a, b) { let sum = 0; for (let i = 0; i < this.constants.size; i++) { sum += a[this.thread.y][i] * b[i][this.thread.x]; } return sum; }",
    )
    .setConstants({ size })
    .setOutput([size, size]);
  let out: Float32Array[] = [];
  return {
    run: async () => {
      out = multiply(a, b) as Float32Array[];
    },
    result: async () => out.flatMap((row) => [...row]),
    close: async () => void (await gpu.destroy()),
  };
}

const adjoint =
  (threads: number | undefined): Engine =>
  async (of) => {
    await configure(threads === undefined ? { backend: "cpu" } : { backend: "cpu", threads });
    const shape = of.kind === "matmul" ? [of.size, of.size] : [of.inputs[0]?.length ?? 0];
    const inputs = of.inputs.map((data) => tensor(data, { shape }));
    await realize(...inputs);
    const [a, b] = inputs as [Tensor, Tensor];
    let out: Tensor | undefined;
    return {
      run: async () => {
        out?.dispose();
        out = of.kind === "matmul" ? a.matmul(b) : geluTanh(a);
        await realize(out);
      },
      result: async () => (await out?.data()) ?? [],
      close: async () => {
        for (const x of [...inputs, out]) x?.dispose();
        await shutdown();
      },
    };
  };

export const engines: Readonly<Record<EngineName, Engine>> = {
  loops,
  "gpu.js-cpu": gpuJs,
  "adjoint-1": adjoint(1),
  adjoint: adjoint(undefined),
};
