/** @file The WebGPU backend. */
import { type Backend, BackendError } from "@adjoint/core";

export interface WebgpuSettings {
  /** A `GPU` to take the adapter from; what the platform has by default. */
  readonly gpu?: unknown;
}

/**
 * Starts the WebGPU backend.
 * @throws {BackendError} if there is no WebGPU here, no adapter, or no device.
 */
export async function createWebgpuBackend(_settings: WebgpuSettings = {}): Promise<Backend> {
  throw new BackendError({ op: "configure", rule: "the device is not there yet" });
}
