/** @file The compiled kernels of products' epilogues. They belong to no step of their own, so that the backend keeps them. */
import { BackendError, type Epilogue, type Kernel, type Plan } from "@adjoint/core";
import type { CpuExecutable, KernelCompiler } from "../kernel-executable.ts";

export class Epilogues {
  readonly #compiler: KernelCompiler;
  readonly #compiled = new WeakMap<Kernel, CpuExecutable>();

  constructor(compiler: KernelCompiler) {
    this.#compiler = compiler;
  }

  /** Compiles what a plan lacks; undefined if that is nothing. */
  prepare({ steps }: Plan): Promise<void> | undefined {
    const kernels = steps.flatMap((step) => (step.kind === "dot" && step.epilogue ? [step.epilogue.kernel] : []));
    const missing = kernels.filter((kernel) => !this.#compiled.has(kernel));
    return missing.length === 0 ? undefined : this.#compileAll(missing);
  }

  /** @throws {BackendError} if the plan was not prepared. */
  of({ kernel }: Epilogue): CpuExecutable {
    const found = this.#compiled.get(kernel);
    if (found !== undefined) return found;
    throw new BackendError({ op: "submit", rule: "a plan must be prepared by this backend", got: kernel.name });
  }

  async #compileAll(kernels: readonly Kernel[]): Promise<void> {
    await Promise.all(
      kernels.map(async (kernel) => {
        this.#compiled.set(kernel, await this.#compiler.compile(kernel));
      }),
    );
  }
}
