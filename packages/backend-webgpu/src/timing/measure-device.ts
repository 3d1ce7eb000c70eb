/**
 * @file What a device can do at most: multiply-adds in registers, and copying. For `profile`.
 *
 * Work doubles until a run is long enough for any clock; then the fastest of some runs counts. A copy reads and writes 32 MiB
 * each, more than most caches hold. Takes some tenths of a second, of which most is compiling.
 */
import type { DeviceLimits } from "@adjoint/core";
import { BUFFER_USAGE } from "../device/constants.ts";
import type { Faults } from "../device/faults.ts";
import {
  COPY_LANE_BYTES,
  copyShader,
  FLOPS_PER_TURN,
  GROUPS,
  groupsToCopy,
  multiplyAddShader,
} from "./limit-shaders.ts";
import { elapsedMs } from "./ticks.ts";
import { Timestamps } from "./timestamps.ts";

const COPY_BYTES = 32 * 2 ** 20;
/** Longer than what rounding, submitting and waiting take. */
const LONG_ENOUGH_MS = 4;
const MOST_REPEATS = 1024;
const RUNS = 4;

/** What is dispatched, as often as asked for. */
type Encode = (pass: GPUComputePassEncoder, repeats: number) => void;

/**
 * Measures. Nothing else should run meanwhile.
 * @throws {BackendError} if the device refuses, or is lost.
 */
export async function measureDevice(device: GPUDevice, faults: Faults): Promise<DeviceLimits> {
  const probe = new Probe(device, faults);
  try {
    const gflops = await probe.multiplyAdds();
    return { gflops, gigabytesPerSecond: await probe.copies() };
  } finally {
    probe.destroy();
  }
}

class Probe {
  readonly #device: GPUDevice;
  readonly #faults: Faults;
  readonly #buffers: GPUBuffer[] = [];

  constructor(device: GPUDevice, faults: Faults) {
    this.#device = device;
    this.#faults = faults;
  }

  /** In GFLOP/s, by the form that is faster here: compilers differ in what they make of them. */
  async multiplyAdds(): Promise<number> {
    const out = this.#buffer(GROUPS * 16, BUFFER_USAGE.storage);
    let best = 0;
    for (const form of ["fma", "operators"] as const) {
      const program = await this.#program(multiplyAddShader(form), [out]);
      const ms = await this.#fastest((pass, repeats) => {
        program(pass);
        for (let i = 0; i < repeats; i++) pass.dispatchWorkgroups(GROUPS);
      });
      best = Math.max(best, FLOPS_PER_TURN / ms / 1e6);
    }
    return best;
  }

  /** In GB/s, of what is read and what is written. */
  async copies(): Promise<number> {
    const { maxStorageBufferBindingSize, maxBufferSize } = this.#device.limits;
    const most = Math.min(COPY_BYTES, maxStorageBufferBindingSize, maxBufferSize);
    const size = Math.floor(most / COPY_LANE_BYTES) * COPY_LANE_BYTES;
    const buffers = [this.#buffer(size, BUFFER_USAGE.storage), this.#buffer(size, BUFFER_USAGE.storage)];
    const program = await this.#program(copyShader, buffers);
    const [x, y] = groupsToCopy(size);
    const ms = await this.#fastest((pass, repeats) => {
      program(pass);
      for (let i = 0; i < repeats; i++) pass.dispatchWorkgroups(x, y);
    });
    return (2 * size) / ms / 1e6;
  }

  destroy(): void {
    for (const buffer of this.#buffers) buffer.destroy();
  }

  #buffer(size: number, usage: number): GPUBuffer {
    const buffer = this.#device.createBuffer({ label: "profile", size, usage });
    this.#buffers.push(buffer);
    return buffer;
  }

  async #program(code: string, buffers: readonly GPUBuffer[]): Promise<(pass: GPUComputePassEncoder) => void> {
    const device = this.#device;
    const compute = { module: device.createShaderModule({ label: "profile", code }) };
    const pipeline = await this.#faults.wait("profile", () =>
      device.createComputePipelineAsync({ layout: "auto", compute }),
    );
    const entries = buffers.map((buffer, binding) => ({ binding, resource: { buffer } }));
    const group = device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries });
    return (pass) => {
      pass.setPipeline(pipeline);
      pass.setBindGroup(0, group);
    };
  }

  /** The shortest time that one of the repeated dispatches took. */
  async #fastest(encode: Encode): Promise<number> {
    let repeats = 1;
    let ms = await this.#time(encode, repeats);
    while (ms < LONG_ENOUGH_MS && repeats < MOST_REPEATS) {
      repeats *= 2;
      ms = await this.#time(encode, repeats);
    }
    for (let run = 1; run < RUNS; run++) ms = Math.min(ms, await this.#time(encode, repeats));
    return Math.max(ms, 1e-3) / repeats;
  }

  /** By the clock of the device, or else by waiting for it. */
  async #time(encode: Encode, repeats: number): Promise<number> {
    const device = this.#device;
    const hasClock = device.features.has("timestamp-query");
    const timestamps = hasClock ? new Timestamps(device, this.#faults, 1) : undefined;
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass(timestamps && { timestampWrites: timestamps.around(0) });
    encode(pass, repeats);
    pass.end();
    timestamps?.resolve(encoder);
    const beginMs = performance.now();
    device.queue.submit([encoder.finish()]);
    await this.#faults.wait("profile", () => device.queue.onSubmittedWorkDone());
    const waitedMs = performance.now() - beginMs;
    const [interval] = (await timestamps?.read()) ?? [];
    // A clock that was reset meanwhile has nothing to say.
    return (interval && elapsedMs(interval, waitedMs)) || waitedMs;
  }
}
