/**
 * @file A bare WebGPU device for tests of rendered code: compile, bind, dispatch, read back. Nothing is pooled.
 */
import { create, globals } from "webgpu";
import { type Waiting, waitingHere } from "../../src/device/poll-throttle.ts";
import { type DeviceTraits, traitsOf } from "../../src/device/traits.ts";

/** A buffer's contents before and after a run, as bytes. */
export type Bytes = Uint8Array<ArrayBuffer>;

export interface Dispatch {
  readonly code: string;
  readonly groups: readonly [number, number, number];
  /** By binding. Buffers that the code writes are read back. */
  readonly buffers: readonly Bytes[];
  readonly written: readonly number[];
  /** The argument block, bound behind the buffers. */
  readonly args: Bytes;
}

export class TestDevice {
  readonly traits: DeviceTraits;
  readonly adapterName: string;
  private readonly device: GPUDevice;
  private readonly waiting: Waiting;
  private readonly pipelines = new Map<string, Promise<GPUComputePipeline>>();

  private constructor(device: GPUDevice, waiting: Waiting, adapterName: string, traits: DeviceTraits) {
    this.device = device;
    this.waiting = waiting;
    this.traits = traits;
    this.adapterName = adapterName;
  }

  static async open(): Promise<TestDevice> {
    Object.assign(globalThis, globals);
    gpu ??= create([]);
    const adapter = await gpu.requestAdapter();
    if (adapter === null)
      throw new Error("no WebGPU adapter: point VK_DRIVER_FILES at the manifest of a Vulkan driver");
    const wanted = (["shader-f16", "subgroups"] as GPUFeatureName[]).filter((name) => adapter.features.has(name));
    const device = await adapter.requestDevice({ requiredFeatures: wanted });
    return new TestDevice(device, waitingHere(gpu), adapter.info.description, traitsOf(device));
  }

  close(): void {
    this.device.destroy();
  }

  /** Compiles a module once. @throws {Error} with the lines that the compiler complains of. */
  pipeline(code: string): Promise<GPUComputePipeline> {
    const known = this.pipelines.get(code);
    if (known !== undefined) return known;
    const made = this.compile(code);
    this.pipelines.set(code, made);
    return made;
  }

  private async compile(code: string): Promise<GPUComputePipeline> {
    const module = this.device.createShaderModule({ code });
    const { messages } = await this.waiting.call(() => module.getCompilationInfo());
    const lines = code.split("\n");
    const faults = messages
      .filter(({ type }) => type === "error")
      .map(({ lineNum, message }) => `${lineNum}: ${message}\n    ${lines[lineNum - 1]}`);
    if (faults.length > 0) throw new Error(faults.join("\n"));
    const compute = { module, entryPoint: "main" };
    return this.waiting.call(() => this.device.createComputePipelineAsync({ layout: "auto", compute }));
  }

  /** Runs one dispatch, and gives the contents of the buffers that it wrote, by binding. */
  async run({ code, groups, buffers, written, args }: Dispatch): Promise<ReadonlyMap<number, Bytes>> {
    const { device } = this;
    const pipeline = await this.pipeline(code);
    const upload = (data: Bytes, usage: number): GPUBuffer => {
      const buffer = device.createBuffer({ size: Math.ceil(data.length / 4) * 4, usage, mappedAtCreation: true });
      // What pads the last word is not 0, so that reading it shows.
      new Uint8Array(buffer.getMappedRange()).fill(0x55).set(data);
      buffer.unmap();
      return buffer;
    };
    const storage = buffers.map((data) => upload(data, GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC));
    const block = upload(args, GPUBufferUsage.UNIFORM);
    device.pushErrorScope("validation");
    const group = device.createBindGroup({
      layout: pipeline.getBindGroupLayout(0),
      entries: [...storage, block].map((buffer, binding) => ({ binding, resource: { buffer } })),
    });
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, group);
    pass.dispatchWorkgroups(...groups);
    pass.end();
    const copies = written.map((binding) => {
      const source = storage[binding] as GPUBuffer;
      const copy = device.createBuffer({ size: source.size, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST });
      encoder.copyBufferToBuffer(source, 0, copy, 0, source.size);
      return [binding, copy] as const;
    });
    device.queue.submit([encoder.finish()]);
    const fault = await this.waiting.call(() => device.popErrorScope());
    if (fault !== null) throw new Error(fault.message);
    const results = new Map<number, Bytes>();
    for (const [binding, copy] of copies) {
      await this.waiting.call(() => copy.mapAsync(GPUMapMode.READ));
      const length = buffers[binding]?.length ?? 0;
      results.set(binding, new Uint8Array(copy.getMappedRange().slice(0, length)));
    }
    for (const buffer of [...storage, block, ...copies.map(([, copy]) => copy)]) buffer.destroy();
    return results;
  }
}

/** Kept, since devices do not outlive it. */
let gpu: GPU | undefined;
