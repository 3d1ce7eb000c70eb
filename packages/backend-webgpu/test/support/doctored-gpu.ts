/** @file A real device behind a `GPU` of the test's, so that a test can reach it, or stand between it and the backend. */
import { startWebgpuBackend, type WebgpuBackend } from "../../src/webgpu-backend.ts";

export interface Doctored {
  readonly backend: WebgpuBackend;
  readonly device: GPUDevice;
}

/** Starts a backend whose device the test has as well. */
export async function startDoctored(): Promise<Doctored> {
  const { findGpu } = await import("../../src/device/find-gpu.ts");
  const real = await findGpu(undefined);
  let device: GPUDevice | undefined;
  const gpu = {
    requestAdapter: async (options: GPURequestAdapterOptions) => {
      const adapter = await real.requestAdapter(options);
      if (adapter === null) return null;
      const { features, limits, info } = adapter;
      const requestDevice = async (descriptor: GPUDeviceDescriptor): Promise<GPUDevice> => {
        device = await adapter.requestDevice(descriptor);
        return device;
      };
      return { features, limits, info, requestDevice };
    },
    // Dawn needs it for as long as the device lives.
    real,
  };
  const backend = await startWebgpuBackend({ gpu });
  if (device === undefined) throw new Error("no device was asked for");
  return { backend, device };
}
