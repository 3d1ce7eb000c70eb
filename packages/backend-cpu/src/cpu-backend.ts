/**
 * @file The CPU backend: kernels become WebAssembly, memory is one arena, and threads share the programs of a launch.
 * `submit` returns when the plan has run, but in pages: `threads/run-mode.ts` says why.
 */
import {
  type Backend,
  BackendError,
  BUFFERS_PER_KERNEL,
  type Capabilities,
  type DeviceBuffer,
  type DeviceLimits,
  type FailureListener,
  type Kernel,
  type Plan,
  type Step,
  type Submission,
  type TypedArray,
} from "@adjoint/core";
import { Arena } from "./arena.ts";
import { CpuBuffer, ownBuffer } from "./cpu-buffer.ts";
import type { DotRunner } from "./dot/dot-runner.ts";
import type { Epilogues } from "./dot/epilogues.ts";
import type { TileName } from "./dot/tile.ts";
import { EncodedPlan, type MakeLaunches } from "./encoded-plan.ts";
import { CpuExecutable, KernelCompiler } from "./kernel-executable.ts";
import { kernelLaunch, workOf } from "./launch.ts";
import { canUseFma } from "./relaxed-simd.ts";
import { requireWebAssembly } from "./require-webassembly.ts";
import { Executor } from "./threads/executor.ts";
import type { PageQueue } from "./threads/page-queue.ts";
import type { RunMode } from "./threads/run-mode.ts";

export interface CpuBackendOptions {
  /** Threads that compute, the caller included; all cores by default. */
  readonly threads?: number | undefined;
  /** Instructions that matrix products may use; the widest that the engine accepts by default. */
  readonly simd?: "simd128" | "relaxed" | undefined;
  /** Where the workers' script is served, if the built-in one is forbidden. */
  readonly workerUrl?: string | undefined;
  /**
   * The register tile of matrix products, rows × columns. By default all are measured in the background once there is work
   * for them, and the fastest is taken. Results are the same to the last bit.
   */
  readonly dotTile?: TileName | undefined;
  /** How plans run; by default, as the platform takes it. */
  readonly mode?: RunMode | undefined;
}

/** Shared memory that a program may use: it should stay in a core's own cache. */
const MAX_SHARED_BYTES = 1 << 20;

/** A page without a queue loads it before a plan of more work than this, and once it has computed for longer than this. */
const UNQUEUED_NS = 2e6;
const UNQUEUED_MS = 30;

/**
 * Starts the CPU backend.
 * @throws {BackendError} if the platform forbids WebAssembly, grants no memory, or lacks the instructions asked for.
 */
export async function createCpuBackend(options: CpuBackendOptions = {}): Promise<Backend> {
  requireWebAssembly();
  const backend = new CpuBackend(options);
  await backend.load();
  return backend;
}

class CpuBackend implements Backend {
  readonly name = "cpu";
  readonly adapter = "WebAssembly";
  readonly capabilities: Capabilities;
  readonly #arena: Arena;
  readonly #executor: Executor;
  readonly #compiler: KernelCompiler;
  readonly #isFma: boolean;
  readonly #dotTile: TileName | undefined;
  /** Runs matrix products. Loaded at the first plan that has one. */
  #dots: DotRunner | undefined;
  #epilogues: Epilogues | undefined;
  #loadingDots: Promise<void> | undefined;
  readonly #plans = new WeakMap<Plan, EncodedPlan>();
  /** Frees the arguments of plans that are gone. */
  readonly #registry: FinalizationRegistry<number>;
  /** Puts what is asked for in order, in pages: other threads wait for each plan. */
  #queue: PageQueue | undefined;
  #loadingQueue: Promise<void> | undefined;
  #unqueuedMs = 0;
  #onFailure: FailureListener | undefined;
  #isDisposed = false;

  constructor(options: CpuBackendOptions) {
    const isFma = canUseFma(options.simd);
    const arena = new Arena();
    this.#arena = arena;
    const { threads: wanted, workerUrl, mode } = options;
    const release = (pointer: number): void => this.#inOrder(() => arena.release(pointer));
    this.#executor = new Executor(arena, { threads: wanted, workerUrl, mode, release });
    this.#compiler = new KernelCompiler(this.#executor, arena.isShared, isFma);
    this.#isFma = isFma;
    this.#dotTile = options.dotTile;
    this.#registry = new FinalizationRegistry((block) => arena.release(block));
    const { threads } = this.#executor;
    this.capabilities = {
      maxBufferBytes: arena.maximumBytes - arena.reservedBytes,
      maxBuffersPerKernel: BUFFERS_PER_KERNEL,
      maxSharedBytes: MAX_SHARED_BYTES,
      hasF16: true,
      hasF64: true,
      threads,
      hasSerialLanes: true,
      features: ["simd128", ...(isFma ? ["relaxed-simd"] : []), ...(threads > 1 ? ["threads"] : [])],
    };
  }

  /** Loads what only some platforms need. */
  async load(): Promise<void> {
    const isCoordinated = this.#executor.mode === "coordinated" && this.#arena.isShared;
    await Promise.all([this.#executor.load(), isCoordinated ? this.#loadQueue() : undefined]);
  }

  allocate(sizeBytes: number): DeviceBuffer {
    this.#requireAlive("allocate");
    return new CpuBuffer(this.#arena.allocate(sizeBytes), sizeBytes);
  }

  release(buffer: DeviceBuffer): void {
    const own = ownBuffer("release", buffer);
    own.isReleased = true;
    this.#arena.release(own.pointer);
  }

  upload(buffer: DeviceBuffer, data: TypedArray): void {
    const own = ownBuffer("upload", buffer);
    const { pointer, sizeBytes } = own;
    requireFits("upload", data.byteLength, sizeBytes);
    if (this.#queue !== undefined) this.#queue.upload(own, data);
    else this.#arena.views.u8.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), pointer);
  }

  async download(buffer: DeviceBuffer, sizeBytes: number): Promise<ArrayBuffer> {
    const own = ownBuffer("download", buffer);
    requireFits("download", sizeBytes, own.sizeBytes);
    if (this.#queue !== undefined) return this.#queue.download(own, sizeBytes);
    const copy = new Uint8Array(sizeBytes);
    copy.set(this.#arena.views.u8.subarray(own.pointer, own.pointer + sizeBytes));
    return copy.buffer;
  }

  async compile(kernel: Kernel): Promise<CpuExecutable> {
    this.#requireAlive("compile");
    return this.#compiler.compile(kernel);
  }

  prepare(plan: Plan): Promise<void> | undefined {
    const { steps } = plan;
    const loads: Promise<void>[] = [];
    if (steps.some((step) => step.kind === "dot")) {
      const loading =
        this.#dots === undefined ? this.#loadDots().then(() => this.#epilogues?.prepare(plan)) : undefined;
      const preparing = loading ?? this.#epilogues?.prepare(plan);
      if (preparing !== undefined) loads.push(preparing);
    }
    if (this.#mayNeedQueue && steps.reduce((ns, step) => ns + workOf(step), 0) > UNQUEUED_NS)
      loads.push(this.#loadQueue());
    return loads.length === 0 ? undefined : Promise.all(loads).then(() => undefined);
  }

  /** @throws {BackendError} if memory for the arguments is short; but in pages, too, if a kernel fails. */
  submit(submission: Submission): void {
    this.#requireAlive("submit");
    const encoded = this.#encoded(submission);
    if (this.#queue !== undefined) this.#queue.submit(encoded, submission);
    else if (this.#mayNeedQueue) this.#runUnqueued(encoded, submission);
    else encoded.run(submission);
  }

  async idle(): Promise<void> {
    await this.#queue?.idle();
  }

  /** Not in pages, where the thread that asks must not take part. */
  async measureLimits(): Promise<DeviceLimits | undefined> {
    if (this.#executor.mode !== "joined") return undefined;
    const { measureLimits } = await import("./measure-limits.ts");
    await this.#executor.ready();
    return measureLimits(this.#arena, this.#executor, this.#isFma);
  }

  onFailure(listener: FailureListener): void {
    this.#onFailure = listener;
  }

  async dispose(): Promise<void> {
    this.#isDisposed = true;
    await this.#loadingQueue;
    await this.#queue?.dispose();
    await this.#executor.dispose();
  }

  /** The plan in the form in which it runs: made once, and again only if its kernels were compiled anew. */
  #encoded(submission: Submission): EncodedPlan {
    const { plan, executables } = submission;
    const known = this.#plans.get(plan);
    if (known?.fits(executables) && this.#dots?.isCurrent(plan) !== false) return known;
    const made = new EncodedPlan(this.#arena, this.#executor, submission, this.#launches(submission));
    if (known !== undefined) {
      this.#registry.unregister(known);
      this.#inOrder(() => this.#arena.release(known.block));
    }
    this.#inOrder(() => made.writeFixed());
    this.#plans.set(plan, made);
    this.#registry.register(plan, made.block, made);
    return made;
  }

  #launches({ plan, executables }: Submission): MakeLaunches {
    const { threads } = this.#executor;
    /** Steps that have been launched with the one before. */
    const launched = new Set<Step>();
    return (step, i) => {
      if (launched.has(step)) return [];
      if (step.kind === "dot" && this.#dots !== undefined && this.#epilogues !== undefined) {
        const dot = this.#dots.launch(step);
        const next = plan.steps[i + 1];
        const follower = this.#epilogues.followerOf(step, next, executables[i + 1]);
        if (dot === undefined || follower === undefined) return dot === undefined ? [] : [dot];
        if (next !== undefined && follower.step === next) launched.add(next);
        return this.#epilogues.launches(dot, follower, plan);
      }
      const executable = executables[i];
      if (step.kind === "kernel" && executable instanceof CpuExecutable) {
        const launch = kernelLaunch(step, executable, plan, threads);
        return launch === undefined ? [] : [launch];
      }
      throw new BackendError({ op: "submit", rule: "a step must be compiled by this backend", got: `step ${i}` });
    };
  }

  #loadDots(): Promise<void> {
    this.#loadingDots ??= Promise.all([import("./dot/dot-runner.ts"), import("./dot/epilogues.ts")])
      .then(([{ DotRunner }, { Epilogues }]) => {
        this.#epilogues = new Epilogues(this.#executor, this.#compiler, this.#arena.isShared);
        this.#dots = new DotRunner(this.#executor, {
          isFma: this.#isFma,
          isShared: this.#arena.isShared,
          dotTile: this.#dotTile,
        });
      })
      .finally(() => {
        this.#loadingDots = undefined;
      });
    return this.#loadingDots;
  }

  get #mayNeedQueue(): boolean {
    return this.#executor.mode !== "joined" && this.#queue === undefined;
  }

  #loadQueue(): Promise<void> {
    this.#loadingQueue ??= import("./threads/page-queue.ts")
      .then(({ PageQueue }) => {
        const fail: FailureListener = (...failure) => this.#onFailure?.(...failure);
        this.#queue = new PageQueue(this.#arena, this.#executor, fail);
      })
      .finally(() => {
        this.#loadingQueue = undefined;
      });
    return this.#loadingQueue;
  }

  /** Runs a small plan of a page at once. The queue is loaded when there have been many. */
  #runUnqueued(encoded: EncodedPlan, submission: Submission): void {
    const startMs = performance.now();
    encoded.run(submission);
    this.#unqueuedMs += performance.now() - startMs;
    if (this.#unqueuedMs > UNQUEUED_MS) this.#loadQueue().catch(() => undefined);
  }

  /** Does something when all that was submitted so far has run. */
  #inOrder(call: () => void): void {
    if (this.#queue === undefined) call();
    else this.#queue.inOrder(call);
  }

  #requireAlive(op: string): void {
    if (this.#isDisposed) throw new BackendError({ op, rule: "a disposed backend does nothing" });
  }
}

function requireFits(op: string, asked: number, sizeBytes: number): void {
  if (asked <= sizeBytes) return;
  throw new BackendError({ op, rule: "data must fit into its buffer", got: `${asked} bytes for ${sizeBytes}` });
}
