/** @file Counts what reaches the device, by wrapping the methods of WebGPU's own classes. */
import { globals } from "webgpu";

export interface GpuTraffic {
  dispatches: number;
  /** Copies from buffer to buffer. */
  copies: number;
  submits: number;
  /** Buffers mapped for reading or writing. */
  maps: number;
  /** Writes from the host. */
  writes: number;
  buffers: number;
  bindGroups: number;
  pipelines: number;
  /** Bytes of all buffers that were made and not destroyed. */
  bufferBytes: number;
}

type Methods = Record<string, (this: object, ...args: never[]) => unknown>;

/** Calls `before` ahead of a method of a class; gives what undoes it. */
function wrap(className: string, method: string, before: (self: object, args: readonly unknown[]) => void): () => void {
  const { prototype } = (globals as unknown as Record<string, { prototype: Methods }>)[className] ?? {};
  const original = prototype?.[method];
  if (prototype === undefined || original === undefined) throw new Error(`${className}.${method} is missing`);
  prototype[method] = function (...args) {
    before(this, args);
    return original.apply(this, args);
  };
  return () => {
    prototype[method] = original;
  };
}

/** Counts from now on, until `stop`. */
export function watchGpu(): { readonly traffic: GpuTraffic; readonly stop: () => void } {
  const traffic: GpuTraffic = {
    dispatches: 0,
    copies: 0,
    submits: 0,
    maps: 0,
    writes: 0,
    buffers: 0,
    bindGroups: 0,
    pipelines: 0,
    bufferBytes: 0,
  };
  const destroyed = new WeakSet<object>();
  const undo = [
    wrap("GPUComputePassEncoder", "dispatchWorkgroups", () => {
      traffic.dispatches++;
    }),
    wrap("GPUCommandEncoder", "copyBufferToBuffer", () => {
      traffic.copies++;
    }),
    wrap("GPUQueue", "submit", () => {
      traffic.submits++;
    }),
    wrap("GPUBuffer", "mapAsync", () => {
      traffic.maps++;
    }),
    wrap("GPUQueue", "writeBuffer", () => {
      traffic.writes++;
    }),
    wrap("GPUDevice", "createBindGroup", () => {
      traffic.bindGroups++;
    }),
    wrap("GPUDevice", "createComputePipelineAsync", () => {
      traffic.pipelines++;
    }),
    wrap("GPUDevice", "createBuffer", (_, [descriptor]) => {
      traffic.buffers++;
      traffic.bufferBytes += (descriptor as { size: number }).size;
    }),
    wrap("GPUBuffer", "destroy", (buffer) => {
      if (destroyed.has(buffer)) return;
      destroyed.add(buffer);
      traffic.bufferBytes -= (buffer as { size: number }).size;
    }),
  ];
  return {
    traffic,
    stop: () => {
      for (const restore of undo) restore();
    },
  };
}
