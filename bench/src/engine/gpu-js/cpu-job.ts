/** @file A kernel on the CPU. */
import type { GPU } from "gpu.js";
import type { Inputs, Job } from "../contract.ts";
import { argumentsOf, compile, flatten } from "./compile.ts";
import type { KernelSource } from "./kernels.ts";

/**
 * Arguments are copied into the memory of WebAssembly by every call, and the result out of it: gpu.js has no other way there,
 * so both belong to a run.
 */
export async function cpuJob(gpu: GPU, source: KernelSource, inputs: Inputs, names: readonly string[]): Promise<Job> {
  const kernel = compile(gpu, source, { asyncMode: true });
  const args = argumentsOf(source, inputs, names);
  let result: unknown = new Float32Array();
  return {
    async run() {
      result = await kernel(...args);
    },
    outputs: async () => ({ out: flatten(result) }),
    close: async () => kernel.destroy(),
  };
}
