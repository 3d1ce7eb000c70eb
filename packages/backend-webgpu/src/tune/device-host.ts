/** @file Products run on the device to be timed, when it has nothing else to do. */
import type { DotSpec } from "@adjoint/core";
import { BUFFER_USAGE } from "../device/constants.ts";
import type { Faults } from "../device/faults.ts";
import type { DeviceTraits } from "../device/traits.ts";
import { dotModuleOf } from "../dot/dot-module.ts";
import type { DotTile } from "../dot/tile.ts";
import type { Pipelines } from "../run/pipelines.ts";
import type { ProductRun, TunerHost } from "./tuner.ts";

export interface TunedDevice {
  readonly device: GPUDevice;
  readonly faults: Faults;
  readonly pipelines: Pipelines;
  readonly traits: DeviceTraits;
}

/** Nothing must have been submitted for so long. */
const QUIET_MS = 100;

export class DeviceHost implements TunerHost {
  readonly traits: DeviceTraits;
  readonly #parts: TunedDevice;
  /** The last submission when the device was found idle. */
  #quietSince = -1;

  constructor(parts: TunedDevice) {
    this.#parts = parts;
    this.traits = parts.traits;
  }

  now(): number {
    return performance.now();
  }

  async idle(): Promise<boolean> {
    const { device, faults } = this.#parts;
    while (faults.lost === undefined) {
      const { submissions } = faults;
      if (submissions === this.#quietSince) return true;
      await pause(QUIET_MS);
      if (faults.lost !== undefined || submissions !== faults.submissions) continue;
      await faults.wait("tune", () => device.queue.onSubmittedWorkDone());
      if (submissions === faults.submissions) this.#quietSince = submissions;
    }
    return false;
  }

  open(spec: DotSpec): ProductRun {
    return new DeviceProduct(spec, this.#parts);
  }
}

class DeviceProduct implements ProductRun {
  readonly #spec: DotSpec;
  readonly #parts: TunedDevice;
  /** a, b and the product. They hold zeros, which are as fast as other numbers. */
  readonly #buffers: readonly GPUBuffer[];
  readonly #argsBuffers: GPUBuffer[] = [];
  #isRefused = false;

  constructor(spec: DotSpec, parts: TunedDevice) {
    this.#spec = spec;
    this.#parts = parts;
    const { batch, m, n, k, aBatchStride, bBatchStride } = spec;
    const sizes = [aBatchStride * (batch - 1) + m * k, bBatchStride * (batch - 1) + k * n, batch * m * n];
    this.#buffers = sizes.map((size) => this.#create(4 * size, BUFFER_USAGE.storage));
  }

  async load(tile: DotTile): Promise<(count: number) => Promise<number | undefined>> {
    const { device, pipelines } = this.#parts;
    const { key, code, groups, args } = dotModuleOf(this.#spec, tile);
    const shader = await pipelines.compile({ name: key, key, code, signature: [false, false, true] });
    const argsBuffer = this.#create(args.byteLength, BUFFER_USAGE.uniform | BUFFER_USAGE.copyDst);
    this.#argsBuffers.push(argsBuffer);
    device.queue.writeBuffer(argsBuffer, 0, args);
    const entries = [...this.#buffers, argsBuffer].map((buffer, binding) => ({ binding, resource: { buffer } }));
    const group = device.createBindGroup({ layout: shader.layout, entries });
    return (count) => this.#run(shader.pipeline, group, groups, count);
  }

  dispose(): void {
    for (const buffer of [...this.#buffers, ...this.#argsBuffers]) buffer.destroy();
  }

  async #run(
    pipeline: GPUComputePipeline,
    group: GPUBindGroup,
    [x, y, z]: readonly [number, number, number],
    count: number,
  ): Promise<number | undefined> {
    const { device, faults } = this.#parts;
    const { submissions } = faults;
    const startMs = performance.now();
    const submit = (): void => {
      const encoder = device.createCommandEncoder();
      const pass = encoder.beginComputePass();
      pass.setPipeline(pipeline);
      pass.setBindGroup(0, group);
      for (let i = 0; i < count; i++) pass.dispatchWorkgroups(x, y, z);
      pass.end();
      device.queue.submit([encoder.finish()]);
    };
    faults.guard("tune", submit, () => this.#refuse());
    await faults.wait("tune", () => device.queue.onSubmittedWorkDone());
    if (this.#isRefused) throw new Error("the device refused a product");
    return submissions === faults.submissions ? performance.now() - startMs : undefined;
  }

  /** Short memory shows later, and is no fault of the user's. */
  #create(sizeBytes: number, usage: number): GPUBuffer {
    const { device, faults } = this.#parts;
    const create = (): GPUBuffer => device.createBuffer({ label: "tuner", size: Math.max(16, sizeBytes), usage });
    return faults.guard("tune", create, () => this.#refuse());
  }

  #refuse(): void {
    this.#isRefused = true;
  }
}

/** A pause that keeps no process alive. */
function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    const timer: unknown = setTimeout(resolve, ms);
    if (typeof timer === "object" && timer !== null && "unref" in timer && typeof timer.unref === "function")
      timer.unref();
  });
}
