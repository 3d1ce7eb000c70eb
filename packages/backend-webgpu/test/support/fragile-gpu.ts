/** @file A `GPU` whose devices tests get hold of, to break them. */
import { create } from "webgpu";

/** Dawn's instance must outlive its devices. */
let dawn: GPU | undefined;

export interface FragileGpuOptions {
  /** Gives devices the specification's limits, whatever the adapter has. */
  readonly isMinimal?: boolean;
  /** Called with each device before the backend has it. */
  readonly onDevice?: (device: GPUDevice) => void;
}

export interface FragileGpu {
  /** For `configure`. */
  readonly gpu: unknown;
  /** All devices that were made, in order. */
  readonly devices: readonly GPUDevice[];
  /** The latest of them. */
  device(): GPUDevice;
}

export function fragileGpu({ isMinimal = false, onDevice }: FragileGpuOptions = {}): FragileGpu {
  dawn ??= create([]);
  const own = dawn;
  const devices: GPUDevice[] = [];
  const requestAdapter = async (options?: GPURequestAdapterOptions): Promise<GPUAdapter | null> => {
    const adapter = await own.requestAdapter(options);
    if (adapter === null) return null;
    const request = adapter.requestDevice.bind(adapter);
    const requestDevice = async (descriptor?: GPUDeviceDescriptor): Promise<GPUDevice> => {
      const device = await request(isMinimal ? {} : descriptor);
      devices.push(device);
      onDevice?.(device);
      return device;
    };
    return Object.defineProperty(adapter, "requestDevice", { value: requestDevice });
  };
  return {
    gpu: { requestAdapter },
    devices,
    device() {
      const device = devices.at(-1);
      if (device === undefined) throw new Error("no device was made yet");
      return device;
    },
  };
}
