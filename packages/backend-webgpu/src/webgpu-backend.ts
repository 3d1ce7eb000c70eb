/**
 * @file The WebGPU backend: kernels become WGSL, a plan becomes one command buffer, and memory comes from a pool.
 * `submit` returns when the plan is on its way.
 */
import {
  type Backend,
  BackendError,
  BUFFERS_PER_KERNEL,
  type Capabilities,
  type DeviceBuffer,
  type DeviceLimits,
  DeviceLostError,
  type FailureListener,
  type Kernel,
  type Plan,
  type Step,
  type Submission,
  type TimedRun,
  type TypedArray,
} from "@adjoint/core";
import { type AcquiredDevice, acquireDevice } from "./device/acquire.ts";
import { BUFFER_USAGE } from "./device/constants.ts";
import { Faults } from "./device/faults.ts";
import { type DeviceTraits, traitsOf } from "./device/traits.ts";
import { BufferPool, type PoolOptions } from "./memory/buffer-pool.ts";
import { createBuffer, tryBuffers } from "./memory/create-buffer.ts";
import { Downloads } from "./memory/downloads.ts";
import { paddedBytes } from "./memory/size-class.ts";
import { ownBuffer, WebgpuBuffer } from "./memory/webgpu-buffer.ts";
import { Dots } from "./run/dots.ts";
import { EncodedPlan, tooLarge } from "./run/encoded-plan.ts";
import { compileKernel, type WebgpuExecutable } from "./run/executable.ts";
import { Parts } from "./run/parts.ts";
import { Pipelines } from "./run/pipelines.ts";
import { isTuned } from "./tune/is-tuned.ts";

export interface WebgpuSettings {
  /** A `GPU` to take the adapter from; what the platform has by default. */
  readonly gpu?: unknown;
  /** Whether tiles of matrix products are measured; what the environment says by default. */
  readonly tune?: boolean | undefined;
}

const SLACK_BYTES = 64 << 20;

/**
 * Starts the WebGPU backend.
 * @throws {BackendError} if there is no WebGPU here, no adapter, or no device.
 */
export async function createWebgpuBackend(settings: WebgpuSettings = {}): Promise<Backend> {
  return startWebgpuBackend(settings);
}

/** As `createWebgpuBackend`, for tests that look inside. */
export async function startWebgpuBackend({ gpu, tune }: WebgpuSettings): Promise<WebgpuBackend> {
  return new WebgpuBackend(await acquireDevice(gpu), isTuned(tune));
}

export class WebgpuBackend implements Backend {
  readonly name = "webgpu";
  readonly canBeLost = true;
  readonly adapter: string;
  readonly capabilities: Capabilities;
  /** Memory of tensors. */
  readonly pool: BufferPool;
  readonly downloads: Downloads;
  readonly pipelines: Pipelines;
  readonly #acquired: AcquiredDevice;
  readonly #faults: Faults;
  readonly #traits: DeviceTraits;
  readonly #dots: Dots;
  readonly #parts: Parts;
  readonly #plans = new WeakMap<Plan, EncodedPlan>();
  /** Frees the arguments of plans that are gone. */
  readonly #registry: FinalizationRegistry<GPUBuffer>;

  constructor(acquired: AcquiredDevice, tunes = false) {
    const { device, waiting, adapterName } = acquired;
    this.#acquired = acquired;
    this.adapter = adapterName;
    this.#traits = traitsOf(device);
    const { maxStorageBufferBindingSize, maxBufferSize } = device.limits;
    const maxBufferBytes = Math.floor(maxBufferSize / 4) * 4;
    this.capabilities = {
      maxBufferBytes,
      maxBindingBytes: maxStorageBufferBindingSize,
      maxBuffersPerKernel: BUFFERS_PER_KERNEL,
      maxSharedBytes: this.#traits.maxSharedBytes,
      hasF16: true,
      hasHalfProducts: this.#traits.hasF16,
      hasF64: false,
      threads: 1,
      features: [...device.features].sort(),
    };
    this.#faults = new Faults(device, waiting);
    this.pipelines = new Pipelines(device, waiting, this.#faults);
    const parts = { device, faults: this.#faults, pipelines: this.pipelines, traits: this.#traits };
    const openTuning = async () => (await import("./tune/dot-tuning.ts")).openTuning(parts, adapterName);
    this.#dots = new Dots(this.pipelines, this.#traits, tunes ? openTuning : undefined);
    this.#parts = new Parts(this.pipelines, this.#traits, maxStorageBufferBindingSize);
    const faults = this.#faults;
    const usage = BUFFER_USAGE.storage | BUFFER_USAGE.copySrc | BUFFER_USAGE.copyDst;
    const described = (size: number): GPUBufferDescriptor => ({ label: "tensor", size, usage });
    const create: PoolOptions["create"] = (size, fail, told) =>
      createBuffer(device, faults, described(size), fail, told);
    const tryCreate: PoolOptions["tryCreate"] = (sizes, told) => tryBuffers(device, faults, sizes.map(described), told);
    this.pool = new BufferPool({ maxBufferBytes, slackBytes: SLACK_BYTES, create, tryCreate });
    this.downloads = new Downloads(device, this.#faults, maxBufferBytes);
    this.#registry = new FinalizationRegistry((buffer) => buffer.destroy());
  }

  allocate(sizeBytes: number): DeviceBuffer {
    this.#faults.requireDevice("allocate");
    const { maxBufferBytes } = this.capabilities;
    if (sizeBytes > maxBufferBytes) throw tooLarge("allocate", sizeBytes, maxBufferBytes);
    return new WebgpuBuffer(this.pool.take(sizeBytes), sizeBytes);
  }

  reserve(sizes: readonly number[]): Promise<void> | undefined {
    this.#faults.requireDevice("allocate");
    return this.pool.reserve(sizes);
  }

  release(buffer: DeviceBuffer): void {
    const own = ownBuffer("release", buffer);
    own.isReleased = true;
    if (this.#faults.lost === undefined) this.pool.give(own.block);
  }

  upload(buffer: DeviceBuffer, data: TypedArray): void {
    this.#faults.requireDevice("upload");
    const own = ownBuffer("upload", buffer);
    requireFits("upload", data.byteLength, own.sizeBytes);
    const bytes = wholeWords(data);
    this.#acquired.device.queue.writeBuffer(own.block.gpu, 0, bytes.buffer, bytes.byteOffset, bytes.byteLength);
    own.writtenBy = 0;
  }

  async download(buffer: DeviceBuffer, sizeBytes: number): Promise<ArrayBuffer> {
    this.#faults.requireDevice("download");
    const own = ownBuffer("download", buffer);
    requireFits("download", sizeBytes, own.sizeBytes);
    return this.downloads.read(own, sizeBytes);
  }

  async compile(kernel: Kernel): Promise<WebgpuExecutable> {
    this.#faults.requireDevice("compile");
    return compileKernel(kernel, this.pipelines, this.#traits);
  }

  preparesAlone(step: Step, plan: Plan): boolean {
    return this.#parts.isNeededBy(step, plan);
  }

  prepare(plan: Plan): Promise<void> | undefined {
    const preparing = [this.#dots.prepare(plan, this.#parts), this.#parts.prepare(plan)].filter(
      (each) => each !== undefined,
    );
    if (preparing.length === 0) return undefined;
    const prepared = Promise.all(preparing).then(() => undefined);
    // Whoever asked waits for the kernels first: a failure is not unheard of meanwhile.
    prepared.catch(() => undefined);
    return prepared;
  }

  /** @throws {BackendError} if the plan cannot run on this device; nothing is submitted then. */
  submit(submission: Submission): void {
    this.#faults.requireDevice("submit");
    this.encoded(submission).run(submission);
    this.#dots.ran(submission.plan);
  }

  async submitTimed(submission: Submission): Promise<TimedRun | undefined> {
    const { device } = this.#acquired;
    if (!device.features.has("timestamp-query")) return undefined;
    const { StepTimer } = await import("./timing/step-timer.ts");
    this.#faults.requireDevice("submit");
    const timer = new StepTimer(device, this.#faults);
    this.encoded(submission).run(submission, timer);
    return timer.finish(submission.plan.steps.length);
  }

  async measureLimits(): Promise<DeviceLimits> {
    const { measureDevice } = await import("./timing/measure-device.ts");
    return measureDevice(this.#acquired.device, this.#faults);
  }

  async idle(): Promise<void> {
    await this.#faults.wait("idle", () => this.#acquired.device.queue.onSubmittedWorkDone());
    this.#faults.report();
  }

  onFailure(listener: FailureListener): void {
    this.#faults.listener = listener;
    if (this.#faults.lost instanceof DeviceLostError) listener(this.#faults.lost);
  }

  get tuning(): Readonly<Record<string, string>> | undefined {
    const { tuning } = this.#dots;
    return tuning === undefined ? undefined : Object.fromEntries(tuning.table);
  }

  /** Bytes of buffers that wait to be used again. */
  get cachedBytes(): number {
    return this.pool.cachedBytes + this.downloads.pool.cachedBytes;
  }

  async dispose(): Promise<void> {
    this.#faults.lose(new BackendError({ op: "dispose", rule: "a disposed backend does nothing" }));
    this.#acquired.device.destroy();
  }

  /** The plan in the form in which it runs: made once, and again only if its kernels were compiled anew. */
  encoded(submission: Submission): EncodedPlan {
    const { plan, executables } = submission;
    const known = this.#plans.get(plan);
    if (known?.fits(executables)) return known;
    const { device } = this.#acquired;
    const { pool } = this;
    const faults = this.#faults;
    const dots = this.#dots;
    const { maxBufferBytes } = this.capabilities;
    const made = new EncodedPlan({ device, faults, pool, dots, parts: this.#parts, maxBufferBytes }, submission);
    if (known !== undefined) {
      this.#registry.unregister(known);
      known.argsBuffer.destroy();
    }
    this.#plans.set(plan, made);
    this.#registry.register(plan, made.argsBuffer, made);
    return made;
  }
}

/** The bytes of an array, in whole words and in memory that is not shared, as the device wants them. */
function wholeWords(data: TypedArray): Uint8Array<ArrayBuffer> {
  const { buffer, byteOffset, byteLength } = data;
  const size = paddedBytes(byteLength);
  if (buffer instanceof ArrayBuffer && size === byteLength) return new Uint8Array(buffer, byteOffset, byteLength);
  const copy = new Uint8Array(size);
  copy.set(new Uint8Array(buffer, byteOffset, byteLength));
  return copy;
}

function requireFits(op: string, asked: number, sizeBytes: number): void {
  if (asked <= sizeBytes) return;
  throw new BackendError({ op, rule: "data must fit into its buffer", got: `${asked} bytes for ${sizeBytes}` });
}
