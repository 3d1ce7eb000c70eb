/**
 * @file From nothing to a device: finds WebGPU, asks for an adapter, and for a device with what the adapter offers.
 */
import { BackendError } from "@adjoint/core";
import { findGpu, messageOf } from "./find-gpu.ts";
import { type Waiting, waitingHere } from "./poll-throttle.ts";

export interface AcquiredDevice {
  /** Dawn's binding may crash if this is collected while the device lives. */
  readonly gpu: GPU;
  readonly device: GPUDevice;
  readonly waiting: Waiting;
  /** What the adapter calls itself. */
  readonly adapterName: string;
}

/** Features that make some kernels faster, or tell more about them. Nothing needs them. */
const WANTED_FEATURES = ["shader-f16", "subgroups", "timestamp-query"] as const;
/** Limits of which more lets larger tensors, or larger tiles, through. */
const WANTED_LIMITS = ["maxStorageBufferBindingSize", "maxBufferSize", "maxComputeWorkgroupStorageSize"] as const;

/**
 * A device of its own, from `given` or what the platform has.
 * @throws {BackendError} if there is no WebGPU, no adapter, or no device; the message says what helps.
 */
export async function acquireDevice(given: unknown): Promise<AcquiredDevice> {
  const gpu = await findGpu(given);
  const waiting = waitingHere(gpu);
  const adapter = await requestAdapter(gpu, waiting);
  const descriptor = { requiredFeatures: wantedFeatures(adapter), requiredLimits: wantedLimits(adapter) };
  try {
    const device = await waiting.call(() => adapter.requestDevice({ label: "adjoint", ...descriptor }));
    return { gpu, device, waiting, adapterName: nameOf(adapter) };
  } catch (cause) {
    throw new BackendError({
      op: "configure",
      rule: "the adapter must give a device",
      got: `${messageOf(cause)} (adapter ${nameOf(adapter)})`,
      cause,
    });
  }
}

async function requestAdapter(gpu: GPU, waiting: Waiting): Promise<GPUAdapter> {
  let reason = "none";
  try {
    const adapter = await waiting.call(() => gpu.requestAdapter({ powerPreference: "high-performance" }));
    if (adapter !== null) return adapter;
  } catch (cause) {
    reason = messageOf(cause);
  }
  throw new BackendError({
    op: "configure",
    rule: "the webgpu backend needs an adapter",
    got: reason,
    hint:
      "install a driver for Vulkan, Metal or Direct3D 12, or a software adapter such as Mesa's lavapipe " +
      '(VK_DRIVER_FILES names its file), or take backend "cpu" or "auto"',
  });
}

function wantedFeatures(adapter: GPUAdapter): GPUFeatureName[] {
  return WANTED_FEATURES.filter((name) => adapter.features.has(name));
}

function wantedLimits(adapter: GPUAdapter): Record<string, number> {
  return Object.fromEntries(WANTED_LIMITS.map((name) => [name, adapter.limits[name]]));
}

/** Vendor, architecture and description, as far as the platform tells them. */
function nameOf(adapter: GPUAdapter): string {
  // Not all browsers have it yet.
  const { vendor, architecture, description, device }: Partial<GPUAdapterInfo> = adapter.info ?? {};
  const parts = [vendor, architecture, description || device].filter((part) => part !== undefined && part !== "");
  return parts.join(", ") || "an adapter without a name";
}
