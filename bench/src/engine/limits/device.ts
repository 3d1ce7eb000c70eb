/** @file A WebGPU device, without any engine. */
import { MissingError } from "../contract.ts";
import { nameOfAdapter, provideGpu } from "../provide-gpu.ts";

export interface Device {
  /** Dawn in Node may crash once this is collected. */
  readonly gpu: GPU;
  readonly device: GPUDevice;
  readonly adapter: string;
}

/** @throws {MissingError} if there is no WebGPU, or no adapter. */
export async function openDevice(): Promise<Device> {
  const gpu = await provideGpu();
  if (gpu === undefined) throw new MissingError("there is no WebGPU here");
  const adapter = await gpu.requestAdapter({ powerPreference: "high-performance" });
  if (adapter === null) throw new MissingError("there is no WebGPU adapter");
  return { gpu, device: await adapter.requestDevice(), adapter: nameOfAdapter(adapter.info) };
}
