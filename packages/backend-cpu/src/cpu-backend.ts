/**
 * @file The CPU backend: kernels become WebAssembly, memory is one arena, and threads share the programs of a launch.
 * `submit` returns when the plan has run.
 */
import {
  type Backend,
  BackendError,
  BUFFERS_PER_KERNEL,
  type Capabilities,
  type DeviceBuffer,
  type Kernel,
  type Plan,
  type Submission,
  type TypedArray,
} from "@adjoint/core";
import { Arena } from "./arena.ts";
import { CpuBuffer, ownBuffer } from "./cpu-buffer.ts";
import type { DotRunner } from "./dot/dot-runner.ts";
import { EncodedPlan, type MakeLaunch } from "./encoded-plan.ts";
import { CpuExecutable, KernelCompiler } from "./kernel-executable.ts";
import { kernelLaunch } from "./launch.ts";
import { canUseFma } from "./relaxed-simd.ts";
import { requireWebAssembly } from "./require-webassembly.ts";
import { Executor } from "./threads/executor.ts";

export interface CpuBackendOptions {
  /** Threads that compute, the caller included; all cores by default. */
  readonly threads?: number | undefined;
  /** Instructions that matrix products may use; the widest that the engine accepts by default. */
  readonly simd?: "simd128" | "relaxed" | undefined;
  /** Where the workers' script is served, if the built-in one is forbidden. */
  readonly workerUrl?: string | undefined;
}

/** Shared memory that a program may use: it should stay in a core's own cache. */
const MAX_SHARED_BYTES = 1 << 20;

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
  /** Runs matrix products. Loaded at the first plan that has one. */
  #dots: DotRunner | undefined;
  #loadingDots: Promise<void> | undefined;
  readonly #plans = new WeakMap<Plan, EncodedPlan>();
  /** Frees the arguments of plans that are gone. */
  readonly #registry: FinalizationRegistry<number>;
  #isDisposed = false;

  constructor(options: CpuBackendOptions) {
    const isFma = canUseFma(options.simd);
    const arena = new Arena();
    this.#arena = arena;
    this.#executor = new Executor(arena, { threads: options.threads, workerUrl: options.workerUrl });
    this.#compiler = new KernelCompiler(this.#executor, arena.isShared);
    this.#isFma = isFma;
    this.#registry = new FinalizationRegistry((block) => arena.release(block));
    const { threads } = this.#executor;
    this.capabilities = {
      maxBufferBytes: arena.maximumBytes - arena.reservedBytes,
      maxBuffersPerKernel: BUFFERS_PER_KERNEL,
      maxSharedBytes: MAX_SHARED_BYTES,
      hasF16: true,
      hasF64: true,
      threads,
      features: ["simd128", ...(isFma ? ["relaxed-simd"] : []), ...(threads > 1 ? ["threads"] : [])],
    };
  }

  /** Loads what only some platforms need. */
  load(): Promise<void> {
    return this.#executor.load();
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
    const { pointer, sizeBytes } = ownBuffer("upload", buffer);
    requireFits("upload", data.byteLength, sizeBytes);
    this.#arena.views.u8.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), pointer);
  }

  async download(buffer: DeviceBuffer, sizeBytes: number): Promise<ArrayBuffer> {
    const own = ownBuffer("download", buffer);
    requireFits("download", sizeBytes, own.sizeBytes);
    const copy = new Uint8Array(sizeBytes);
    copy.set(this.#arena.views.u8.subarray(own.pointer, own.pointer + sizeBytes));
    return copy.buffer;
  }

  async compile(kernel: Kernel): Promise<CpuExecutable> {
    this.#requireAlive("compile");
    return this.#compiler.compile(kernel);
  }

  prepare(plan: Plan): Promise<void> | undefined {
    if (this.#dots !== undefined || !plan.steps.some((step) => step.kind === "dot")) return undefined;
    this.#loadingDots ??= this.#loadDots().finally(() => {
      this.#loadingDots = undefined;
    });
    return this.#loadingDots;
  }

  /** @throws {BackendError} if a kernel fails, or memory for the arguments is short. */
  submit(submission: Submission): void {
    this.#requireAlive("submit");
    this.#encoded(submission).run(submission);
  }

  async idle(): Promise<void> {}

  async dispose(): Promise<void> {
    this.#isDisposed = true;
    await this.#executor.dispose();
  }

  /** The plan in the form in which it runs: made once, and again only if its kernels were compiled anew. */
  #encoded(submission: Submission): EncodedPlan {
    const { plan, executables } = submission;
    const known = this.#plans.get(plan);
    if (known?.fits(executables)) return known;
    const made = new EncodedPlan(this.#arena, this.#executor, submission, this.#launches(submission));
    if (known !== undefined) {
      this.#registry.unregister(known);
      this.#arena.release(known.block);
    }
    this.#plans.set(plan, made);
    this.#registry.register(plan, made.block, made);
    return made;
  }

  #launches({ plan, executables }: Submission): MakeLaunch {
    const { threads } = this.#executor;
    return (step, i) => {
      if (step.kind === "dot" && this.#dots !== undefined) return this.#dots.launch(step);
      const executable = executables[i];
      if (step.kind === "kernel" && executable instanceof CpuExecutable)
        return kernelLaunch(step, executable, plan, threads);
      throw new BackendError({ op: "submit", rule: "a step must be compiled by this backend", got: `step ${i}` });
    };
  }

  async #loadDots(): Promise<void> {
    const { DotRunner } = await import("./dot/dot-runner.ts");
    this.#dots = new DotRunner(this.#executor, { isFma: this.#isFma, isShared: this.#arena.isShared });
  }

  #requireAlive(op: string): void {
    if (this.#isDisposed) throw new BackendError({ op, rule: "a disposed backend does nothing" });
  }
}

function requireFits(op: string, asked: number, sizeBytes: number): void {
  if (asked <= sizeBytes) return;
  throw new BackendError({ op, rule: "data must fit into its buffer", got: `${asked} bytes for ${sizeBytes}` });
}
