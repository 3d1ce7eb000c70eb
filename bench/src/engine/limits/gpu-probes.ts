/** @file The work of each probe of a WebGPU device. Its runs end when the device is done. */
import type { LimitProbe } from "../../workload/types.ts";
import type { Job } from "../contract.ts";
import type { Device } from "./device.ts";
import { GpuWork } from "./gpu-work.ts";
import {
  COPY_LANE_BYTES,
  copyKernel,
  emptyKernel,
  FLOPS_PER_TURN,
  groupsFor,
  INVOCATIONS,
  type MultiplyAddForm,
  multiplyAddForms,
  multiplyAddKernel,
} from "./wgsl.ts";

const READ_BYTES = 4;
/** Of each form of the multiply-adds that is tried. */
const TRIAL_TURNS = 1;
const TRIALS = 3;

export class GpuProbes {
  readonly #opened: Device;
  #fastest: Promise<MultiplyAddForm> | undefined = undefined;

  constructor(opened: Device) {
    this.#opened = opened;
  }

  get #device(): GPUDevice {
    return this.#opened.device;
  }

  /** `flops`, rounded up to whole turns of the loop. */
  async fma({ flops }: LimitProbe): Promise<Job> {
    this.#fastest ??= this.#fastestForm();
    return jobOf(this.#device, await this.#multiplyAdds(await this.#fastest, Math.ceil(flops / FLOPS_PER_TURN)));
  }

  /** Half of `bytes` from one buffer to another, `times` times in one submission. */
  async copy({ bytes, times }: LimitProbe): Promise<Job> {
    const size = Math.ceil(bytes / 2 / COPY_LANE_BYTES) * COPY_LANE_BYTES;
    const work = new GpuWork(this.#device);
    const buffers = [work.buffer(size, GPUBufferUsage.STORAGE), work.buffer(size, GPUBufferUsage.STORAGE)];
    await work.program(copyKernel, buffers);
    const groups = groupsFor(size / COPY_LANE_BYTES);
    return jobOf(this.#device, { work, run: () => work.dispatch(groups, times) });
  }

  async dispatch(_: LimitProbe): Promise<Job> {
    const work = new GpuWork(this.#device);
    await work.program(emptyKernel, []);
    return jobOf(this.#device, { work, run: () => work.dispatch([1, 1], 1) });
  }

  async readback(_: LimitProbe): Promise<Job> {
    const work = new GpuWork(this.#device);
    const source = work.buffer(READ_BYTES, GPUBufferUsage.COPY_SRC);
    const goal = work.buffer(READ_BYTES, GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ);
    return jobOf(this.#device, { work, run: () => work.read(source, goal, READ_BYTES) });
  }

  async #multiplyAdds(form: MultiplyAddForm, turns: number): Promise<Running> {
    const work = new GpuWork(this.#device);
    const given = work.buffer(16, GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST);
    this.#device.queue.writeBuffer(given, 0, new Uint32Array([turns]));
    // Sums tend to 2, and are never the negative number that would be written.
    this.#device.queue.writeBuffer(given, 4, new Float32Array([0.5, 1, -1]));
    await work.program(multiplyAddKernel(form), [given, work.buffer(16, GPUBufferUsage.STORAGE)]);
    const groups = groupsFor(INVOCATIONS);
    return { work, run: () => work.dispatch(groups, 1) };
  }

  async #fastestForm(): Promise<MultiplyAddForm> {
    let best: { readonly form: MultiplyAddForm; readonly ms: number } | undefined;
    for (const form of multiplyAddForms) {
      const { work, run } = await this.#multiplyAdds(form, TRIAL_TURNS);
      for (let i = 0; i < TRIALS; i++) await run();
      if (best === undefined || work.shortestMs < best.ms) best = { form, ms: work.shortestMs };
      work.destroy();
    }
    return best?.form ?? "fma";
  }
}

interface Running {
  readonly work: GpuWork;
  readonly run: () => Promise<void>;
}

/** A device refuses in silence, and refused work takes no time: so the first run is looked at. */
async function jobOf(device: GPUDevice, { work, run }: Running): Promise<Job> {
  const filters = ["validation", "out-of-memory", "internal"] as const;
  for (const filter of filters) device.pushErrorScope(filter);
  await run();
  for (const _ of filters) {
    const error = await device.popErrorScope();
    if (error !== null) throw new Error(error.message);
  }
  return {
    run,
    outputs: async () => ({}),
    close: async () => work.destroy(),
  };
}
