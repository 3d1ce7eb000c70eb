/**
 * @file A `GPU` whose adapter offers less than it has, and whose devices refuse what exceeds that. Adapters give no device
 * with less than the defaults of the specification: what lies below is pretended, and checked here.
 */
import { create } from "webgpu";

/** Dawn's instance must outlive its devices. */
let dawn: GPU | undefined;

export interface PretendedLimits {
  readonly maxStorageBufferBindingSize?: number;
  readonly maxBufferSize?: number;
}

/** The defaults of the specification for all that the backend asks for. */
const DEFAULTS: Readonly<Record<string, number>> = {
  maxStorageBufferBindingSize: 2 ** 27,
  maxBufferSize: 2 ** 28,
  maxComputeWorkgroupStorageSize: 16384,
  maxComputeInvocationsPerWorkgroup: 256,
  maxComputeWorkgroupSizeX: 256,
  maxStorageBuffersPerShaderStage: 8,
};

export interface LimitedGpu {
  /** For `configure`. */
  readonly gpu: unknown;
  /** Bindings so far that begin behind the start of their buffer. */
  readonly windows: () => number;
}

/** A `GPU` without optional features, with the limits of the specification, or less. */
export function limitedGpu(limits: PretendedLimits = {}): LimitedGpu {
  dawn ??= create([]);
  const own = dawn;
  const offered = { ...DEFAULTS, ...limits };
  const counts = { windows: 0 };
  const requestAdapter = async (options?: GPURequestAdapterOptions): Promise<GPUAdapter | null> => {
    const adapter = await own.requestAdapter(options);
    if (adapter === null) return null;
    const requestDevice = async (descriptor: GPUDeviceDescriptor): Promise<GPUDevice> => {
      const wanted = { ...descriptor.requiredLimits };
      for (const [name, value = 0] of Object.entries(wanted)) {
        const most = offered[name as keyof typeof offered] ?? 0;
        if (value > most) throw new Error(`${name} of ${value}, ${most} offered`);
        // What is pretended to be less than the default cannot be asked for.
        wanted[name] = Math.max(value, DEFAULTS[name] ?? 0);
      }
      const asked = [...(descriptor.requiredFeatures ?? [])];
      if (asked.length > 0) throw new Error(`${asked.join()} asked for, none offered`);
      const device = await adapter.requestDevice({ ...descriptor, requiredLimits: wanted });
      return checked(device, offered, counts);
    };
    return stand(adapter, { limits: offered, features: new Set(), requestDevice });
  };
  return { gpu: { requestAdapter }, windows: () => counts.windows };
}

/** The object with some properties replaced. Its methods run on itself. */
function stand<T extends object>(target: T, replaced: Readonly<Record<string, unknown>>): T {
  return new Proxy(target, {
    get: (_, name) => {
      if (Object.hasOwn(replaced, name)) return replaced[name as string];
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}

/** A device that refuses buffers and bindings over the limits. */
function checked(device: GPUDevice, limits: typeof DEFAULTS, counts: { windows: number }): GPUDevice {
  const { maxStorageBufferBindingSize = 0, maxBufferSize = 0 } = limits;
  const require = (holds: boolean, claim: string): void => {
    if (!holds) throw new Error(`limited device: ${claim}`);
  };
  const uniforms = new WeakSet<GPUBuffer>();
  const createBuffer = (descriptor: GPUBufferDescriptor): GPUBuffer => {
    require(descriptor.size <= maxBufferSize, `a buffer of ${descriptor.size} bytes`);
    const buffer = device.createBuffer(descriptor);
    if ((descriptor.usage & 0x40) !== 0) uniforms.add(buffer);
    return buffer;
  };
  const createBindGroup = (descriptor: GPUBindGroupDescriptor): GPUBindGroup => {
    for (const { resource } of descriptor.entries) {
      const { buffer, offset = 0, size = buffer.size - offset } = resource as GPUBufferBinding;
      if (uniforms.has(buffer)) continue;
      require(size <= maxStorageBufferBindingSize, `a binding of ${size} bytes`);
      if (offset > 0) counts.windows++;
    }
    return device.createBindGroup(descriptor);
  };
  return stand(device, { limits, features: new Set(), createBuffer, createBindGroup });
}
