/** @file A kernel with its buffers, on a WebGPU device. */
import { rest } from "./rest.ts";

export class GpuWork {
  readonly #device: GPUDevice;
  readonly #buffers: GPUBuffer[] = [];
  /** Of the runs so far. */
  shortestMs = Number.POSITIVE_INFINITY;
  #program: { readonly pipeline: GPUComputePipeline; readonly group: GPUBindGroup } | undefined = undefined;

  constructor(device: GPUDevice) {
    this.#device = device;
  }

  buffer(size: number, usage: GPUBufferUsageFlags): GPUBuffer {
    const buffer = this.#device.createBuffer({ size, usage });
    this.#buffers.push(buffer);
    return buffer;
  }

  /** The kernel, with the buffers in the order of its bindings. */
  async program(code: string, buffers: readonly GPUBuffer[]): Promise<void> {
    const device = this.#device;
    const module = device.createShaderModule({ code });
    const pipeline = await device.createComputePipelineAsync({ layout: "auto", compute: { module } });
    const entries = buffers.map((buffer, binding) => ({ binding, resource: { buffer } }));
    this.#program = { pipeline, group: device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries }) };
  }

  /** Runs the kernel `times` times, in one submission, and waits until the device is done. */
  async dispatch([x, y]: readonly [number, number], times: number): Promise<void> {
    if (this.#program === undefined) throw new Error("there is no kernel");
    const begin = performance.now();
    const { queue } = this.#device;
    const encoder = this.#device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    pass.setPipeline(this.#program.pipeline);
    pass.setBindGroup(0, this.#program.group);
    for (let i = 0; i < times; i++) pass.dispatchWorkgroups(x, y);
    pass.end();
    queue.submit([encoder.finish()]);
    rest(this.shortestMs);
    await queue.onSubmittedWorkDone();
    this.shortestMs = Math.min(this.shortestMs, performance.now() - begin);
  }

  /** Copies bytes to a buffer that can be mapped, and reads them. */
  async read(source: GPUBuffer, goal: GPUBuffer, bytes: number): Promise<void> {
    const encoder = this.#device.createCommandEncoder();
    encoder.copyBufferToBuffer(source, 0, goal, 0, bytes);
    this.#device.queue.submit([encoder.finish()]);
    await goal.mapAsync(GPUMapMode.READ);
    new Uint8Array(goal.getMappedRange()).at(0);
    goal.unmap();
  }

  destroy(): void {
    for (const buffer of this.#buffers) buffer.destroy();
  }
}
