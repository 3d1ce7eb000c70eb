/** @file Compiled kernels: from the kernel language to a module that the executor knows. */
import { BackendError, type Executable, type Kernel, type ScalarOp, scalarDef } from "@adjoint/core";
import type { ArgsLayout } from "./codegen/args-layout.ts";
import { type CompiledKernel, compileKernel } from "./codegen/compile-kernel.ts";
import { withParts } from "./codegen/parts.ts";
import type { Executor, FunctionImports } from "./threads/executor.ts";

/** What the compiler of a backend keeps. */
const KEPT = 512;

export class CpuExecutable implements Executable {
  readonly kernel: Kernel;
  /** Its number at the executor. */
  readonly module: number;
  readonly layout: ArgsLayout;
  readonly scratchBytes: number;

  constructor(kernel: Kernel, module: number, compiled: CompiledKernel) {
    this.kernel = kernel;
    this.module = module;
    this.layout = compiled.layout;
    this.scratchBytes = compiled.scratchBytes;
  }
}

/** The functions that a module imports for double precision. */
function importsOf(ops: readonly ScalarOp[]): FunctionImports {
  if (ops.length === 0) return {};
  const functions: Record<string, (...args: number[]) => number> = {};
  for (const op of ops) {
    const { js } = scalarDef(op);
    functions[op] = (a = 0, b = 0, c = 0) => js(a, b, c);
  }
  return { js: functions };
}

/** Compiles kernels, equal ones once. Modules are given back when no executable refers to them any longer. */
export class KernelCompiler {
  readonly #executor: Executor;
  readonly #isShared: boolean;
  readonly #hasFma: boolean;
  readonly #kept = new Map<string, Promise<CpuExecutable>>();
  readonly #capacity: number;
  readonly #registry: FinalizationRegistry<number>;

  /**
   * @param hasFma whether the engine has relaxed SIMD
   * @param capacity distinct kernels that stay compiled when nobody holds them
   */
  constructor(executor: Executor, isShared: boolean, hasFma: boolean, capacity = KEPT) {
    this.#capacity = capacity;
    this.#executor = executor;
    this.#isShared = isShared;
    this.#hasFma = hasFma;
    this.#registry = new FinalizationRegistry((module) => executor.unregister(module));
  }

  compile(kernel: Kernel): Promise<CpuExecutable> {
    const kept = this.#kept;
    const found = kept.get(kernel.key) ?? this.#start(kernel);
    kept.delete(kernel.key);
    kept.set(kernel.key, found);
    if (kept.size > this.#capacity) {
      const [oldest] = kept.keys();
      if (oldest !== undefined) kept.delete(oldest);
    }
    return found;
  }

  async #start(kernel: Kernel): Promise<CpuExecutable> {
    try {
      const options = { isShared: this.#isShared, hasFma: this.#hasFma };
      // Without shared memory it may be a page, however it runs plans.
      const areNear = this.#isShared && this.#executor.mode === "joined";
      const compiled = await withParts((parts) => compileKernel(kernel, { ...options, ...parts }), areNear);
      return this.#finish(kernel, compiled, await WebAssembly.compile(compiled.bytes));
    } catch (cause) {
      this.#kept.delete(kernel.key);
      throw new BackendError({ op: "compile", rule: "a kernel must compile", got: kernel.name, cause });
    }
  }

  #finish(kernel: Kernel, compiled: CompiledKernel, module: WebAssembly.Module): CpuExecutable {
    const id = this.#executor.register(module, importsOf(compiled.imports));
    const executable = new CpuExecutable(kernel, id, compiled);
    this.#registry.register(executable, id);
    return executable;
  }
}
