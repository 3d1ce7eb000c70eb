/** @file What a backend takes from the system, live or kept for reuse. */
import { testedBackend } from "../../../../test/support/backend.ts";

export interface DeviceMemory {
  readonly bytes: () => number;
  readonly stop: () => void;
}

/** Watches what is taken from now on: the CPU's WebAssembly memories, or the buffers of WebGPU. */
export async function watchDeviceMemory(): Promise<DeviceMemory> {
  return testedBackend() === "cpu" ? watchArenas() : watchBuffers();
}

function watchArenas(): DeviceMemory {
  const Original = WebAssembly.Memory;
  const memories: WebAssembly.Memory[] = [];
  WebAssembly.Memory = class extends Original {
    constructor(descriptor: WebAssembly.MemoryDescriptor) {
      super(descriptor);
      memories.push(this);
    }
  };
  return {
    bytes: () => memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0),
    stop: () => {
      WebAssembly.Memory = Original;
    },
  };
}

async function watchBuffers(): Promise<DeviceMemory> {
  const { watchGpu } = await import("../../../backend-webgpu/test/support/watch-gpu.ts");
  const { traffic, stop } = watchGpu();
  return { bytes: () => traffic.bufferBytes, stop };
}
