/** @file TensorFlow.js on its WebGPU backend. */
import { backend } from "@tensorflow/tfjs-core";
import { type Engine, MissingError } from "../contract.ts";
import { nameOfAdapter, provideGpu } from "../provide-gpu.ts";
import { startBackend } from "./start-backend.ts";
import { tfjsEngine } from "./tfjs-engine.ts";

/** @throws {MissingError} without an adapter. */
export async function tfjsWebgpu(): Promise<Engine> {
  const gpu = await provideGpu();
  // The backend asks in the same way, but takes it for granted that it gets one.
  const adapter = await gpu?.requestAdapter({ powerPreference: "high-performance" });
  if (adapter === undefined || adapter === null) throw new MissingError("there is no WebGPU adapter");
  // It looks for navigator.gpu when it is imported.
  const { WebGPUBackend } = await import("@tensorflow/tfjs-backend-webgpu");
  await startBackend("webgpu");
  const device = backend();
  if (!(device instanceof WebGPUBackend)) throw new Error("the backend that computes is not that of WebGPU");
  return tfjsEngine({ threads: 1, adapter: nameOfAdapter(adapter.info) }, async () => {
    // Commands wait for the 15th of them or a read.
    device.ensureCommandEncoderReady();
    device.endComputePassEncoder();
    device.submitQueue();
    await device.queue.onSubmittedWorkDone();
  });
}
