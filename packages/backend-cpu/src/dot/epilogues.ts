/**
 * @file Products with what follows them, as launches. The kernels of epilogues belong to no step of their own, so they are
 * compiled and kept here.
 */
import { BackendError, type DotStep, type Epilogue, type Kernel, type KernelStep, type Plan } from "@adjoint/core";
import { CpuExecutable, type KernelCompiler } from "../kernel-executable.ts";
import { kernelLaunch, type Launch } from "../launch.ts";
import type { Executor } from "../threads/executor.ts";
import { buildChainModule, chain } from "./chain.ts";

/** What follows the rows of a product: its epilogue, or the step behind it, with its kernel compiled. */
export interface Follower {
  readonly step: Omit<KernelStep, "kind">;
  readonly executable: CpuExecutable;
}

export class Epilogues {
  readonly #executor: Executor;
  readonly #compiler: KernelCompiler;
  readonly #isShared: boolean;
  readonly #compiled = new WeakMap<Kernel, CpuExecutable>();
  /** Modules that chain one of products, by number, and a kernel: they go when the kernel goes. */
  readonly #chains = new WeakMap<CpuExecutable, Map<number, number>>();

  constructor(executor: Executor, compiler: KernelCompiler, isShared: boolean) {
    this.#executor = executor;
    this.#compiler = compiler;
    this.#isShared = isShared;
  }

  /** Compiles what a plan lacks; undefined if that is nothing. */
  prepare({ steps }: Plan): Promise<void> | undefined {
    const kernels = steps.flatMap((step) => (step.kind === "dot" && step.epilogue ? [step.epilogue.kernel] : []));
    const missing = kernels.filter((kernel) => !this.#compiled.has(kernel));
    return missing.length === 0 ? undefined : this.#compileAll(missing);
  }

  /** The epilogue of a product, or the kernel that follows its rows, if there is one of them. */
  followerOf({ epilogue }: DotStep, next: Plan["steps"][number] | undefined, compiled: unknown): Follower | undefined {
    if (epilogue !== undefined) return { step: epilogue, executable: this.#of(epilogue) };
    if (next?.kind !== "kernel" || next.followsRows !== true || !(compiled instanceof CpuExecutable)) return undefined;
    return { step: next, executable: compiled };
  }

  /** Both as one launch where that may be, else one behind the other. */
  launches(dot: Launch, { step, executable }: Follower, plan: Plan): readonly Launch[] {
    const follower = kernelLaunch({ ...step, kind: "kernel" }, executable, plan, this.#executor.threads);
    if (follower === undefined) return [dot];
    const both = chain(dot, follower, this.#executor, (module) => this.#chainOf(module, executable));
    return both === undefined ? [dot, follower] : [both];
  }

  #chainOf(dot: number, executable: CpuExecutable): number {
    const known = this.#chains.get(executable) ?? new Map<number, number>();
    this.#chains.set(executable, known);
    const module =
      known.get(dot) ??
      this.#executor.register(new WebAssembly.Module(buildChainModule(dot, executable.module, this.#isShared).build()));
    known.set(dot, module);
    return module;
  }

  /** @throws {BackendError} if the plan was not prepared. */
  #of({ kernel }: Epilogue): CpuExecutable {
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
