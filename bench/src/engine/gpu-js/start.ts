/** @file gpu.js, on the CPU and on WebGPU. It is for kernels that users write: here, matrix products and elementwise chains. */
import { GPU } from "gpu.js";
import { engineOf, type Jobs } from "../by-kind.ts";
import { type Engine, type Inputs, type Job, MissingError } from "../contract.ts";
import { isNode, nameOfAdapter, provideGpu } from "../provide-gpu.ts";
import { cpuJob } from "./cpu-job.ts";
import { geluKernel, type KernelSource, matmulKernel } from "./kernels.ts";
import { webgpuJob } from "./webgpu-job.ts";

type OpenKernel = (gpu: GPU, source: KernelSource, inputs: Inputs, names: readonly string[]) => Promise<Job>;

const jobs = (gpu: GPU, open: OpenKernel): Jobs => ({
  matmul: (of, inputs) => open(gpu, matmulKernel(of), inputs, ["a", "b"]),
  gelu: ({ count }, inputs) => open(gpu, geluKernel(count), inputs, ["x"]),
});

/**
 * Of its modes without a GPU the fastest: `webasm`, with SIMD, and threads from 4096 results on. Its mode `cpu`, which is
 * JavaScript, has a third of the speed in large products, and about the same in GELU.
 */
export async function gpuJsCpu(): Promise<Engine> {
  if (!GPU.isWebAssemblySupported) throw new MissingError("its WebAssembly mode does not run here");
  const gpu = new GPU({ mode: "webasm" });
  return engineOf({ threads: threadCount(), features: ["mode webasm", "simd128"] }, jobs(gpu, cpuJob));
}

/** @throws {MissingError} without an adapter. */
export async function gpuJsWebgpu(): Promise<Engine> {
  const adapter = await (await provideGpu())?.requestAdapter();
  if (adapter === undefined || adapter === null) throw new MissingError("there is no WebGPU adapter");
  const gpu = new GPU({ mode: "webgpu" });
  return engineOf({ threads: 1, adapter: nameOfAdapter(adapter.info) }, jobs(gpu, webgpuJob));
}

/** What it asks for itself. */
function threadCount(): number {
  if (typeof SharedArrayBuffer === "undefined") return 1;
  if (!isNode()) return globalThis.navigator.hardwareConcurrency;
  return process.getBuiltinModule("node:os").cpus().length;
}
