/**
 * @file Compiled kernels by their key, so that plans share them. Plans hold their own; the cache may forget the oldest.
 */
import type { Backend, Executable } from "../backend/contract.ts";
import type { Kernel } from "../kernel/types.ts";
import type { Plan, Step } from "../lower/plan.ts";
import { nowMs } from "./clock.ts";
import { Lru } from "./lru.ts";

const CAPACITY = 2048;

export class KernelCache {
  readonly #backend: Backend;
  readonly #ready = new Lru<string, Executable>(CAPACITY);
  readonly #compiling = new Map<string, Promise<Executable>>();
  /** How many kernels were compiled so far. */
  compiledCount = 0;
  /** Time during which some kernel was compiled. */
  compilingMs = 0;
  #startMs = 0;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** What is to be compiled for a step, if anything. */
  kernelOf(step: Step, plan: Plan): Kernel | undefined {
    return step.kind === "kernel" && this.#backend.preparesAlone?.(step, plan) !== true ? step.kernel : undefined;
  }

  /** The compiled kernel, if there is one already. */
  get(kernel: Kernel): Executable | undefined {
    return this.#ready.get(kernel.key);
  }

  /** What a plan waits for beside its kernels, if anything. */
  prepare(plan: Plan): Promise<void> | undefined {
    return this.#backend.prepare?.(plan);
  }

  /** The compiled kernel; equal kernels are compiled once. */
  compile(kernel: Kernel): Promise<Executable> {
    const known = this.#ready.get(kernel.key);
    if (known !== undefined) return Promise.resolve(known);
    const before = this.#compiling.get(kernel.key);
    if (before !== undefined) return before;
    if (this.#compiling.size === 0) this.#startMs = nowMs();
    const compiled = this.#backend.compile(kernel).then(
      (executable) => {
        this.#end(kernel);
        this.#ready.set(kernel.key, executable);
        this.compiledCount++;
        return executable;
      },
      (error: unknown) => {
        this.#end(kernel);
        throw error;
      },
    );
    this.#compiling.set(kernel.key, compiled);
    return compiled;
  }

  #end(kernel: Kernel): void {
    this.#compiling.delete(kernel.key);
    if (this.#compiling.size === 0) this.compilingMs += nowMs() - this.#startMs;
  }
}
