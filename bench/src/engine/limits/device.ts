/** @file A WebGPU device, without any engine. */
import { MissingError } from "../contract.ts";

export interface Device {
  /** Dawn in Node may crash once this is collected. */
  readonly gpu: GPU;
  readonly device: GPUDevice;
  readonly adapter: string;
}

/** @throws {MissingError} if there is no WebGPU, or no adapter. */
export async function openDevice(): Promise<Device> {
  const gpu = await findGpu();
  const adapter = await gpu.requestAdapter({ powerPreference: "high-performance" });
  if (adapter === null) throw new MissingError("there is no WebGPU adapter");
  const { vendor, architecture, description } = adapter.info;
  const name = [vendor, architecture, description].filter((part) => part !== "").join(", ");
  return { gpu, device: await adapter.requestDevice(), adapter: name === "" ? "an adapter without a name" : name };
}

async function findGpu(): Promise<GPU> {
  const { gpu } = (globalThis as { navigator?: { gpu?: GPU } }).navigator ?? {};
  if (gpu !== undefined) return gpu;
  if (globalThis.process?.versions?.node === undefined) throw new MissingError("this page has no WebGPU");
  // Not by a literal: bundles for pages need not find it.
  const name = "webgpu";
  try {
    const dawn = (await import(/* @vite-ignore */ name)) as typeof import("webgpu");
    Object.assign(globalThis, dawn.globals);
    return dawn.create([]);
  } catch (error) {
    throw new MissingError(`there is no WebGPU: ${error instanceof Error ? error.message : String(error)}`);
  }
}
