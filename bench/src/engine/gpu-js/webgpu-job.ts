/** @file A kernel on WebGPU. */
import type { GPU } from "gpu.js";
import type { Inputs, Job } from "../contract.ts";
import { argumentsOf, compile, flatten } from "./compile.ts";
import { copyKernel, type KernelSource } from "./kernels.ts";

/** What kernels in pipeline mode give: a buffer on the device. Its types are not published. */
interface DeviceBuffer {
  readonly context: { readonly device: GPUDevice };
  toArray(): Promise<unknown>;
  delete(): void;
}

/** Arguments and results stay on the device, in pipeline mode. */
export async function webgpuJob(
  gpu: GPU,
  source: KernelSource,
  inputs: Inputs,
  names: readonly string[],
): Promise<Job> {
  const args: DeviceBuffer[] = [];
  for (const [i, arg] of argumentsOf(source, inputs, names).entries()) {
    const copy = compile(gpu, copyKernel(source.argumentShapes[i] ?? []), { pipeline: true });
    args.push(requireBuffer(await copy(arg)));
    copy.destroy();
  }
  const kernel = compile(gpu, source, { pipeline: true });
  let result: DeviceBuffer | undefined;
  return {
    async run() {
      result?.delete();
      // Its types do not know its own buffers as arguments.
      result = requireBuffer(await kernel(...(args as never[])));
      await result.context.device.queue.onSubmittedWorkDone();
    },
    outputs: async () => ({ out: flatten(await result?.toArray()) }),
    async close() {
      for (const buffer of args) buffer.delete();
      result?.delete();
      kernel.destroy();
    },
  };
}

function requireBuffer(result: unknown): DeviceBuffer {
  if (typeof result === "object" && result !== null && "context" in result && "toArray" in result)
    return result as DeviceBuffer;
  throw new Error("gpu.js left WebGPU: it gave no buffer on the device");
}
