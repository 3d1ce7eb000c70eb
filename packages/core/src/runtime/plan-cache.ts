/**
 * @file Plans by the structural key of their graph, with their compiled kernels. Holds neither tensors nor buffers.
 */
import type { Capabilities, Executable } from "../backend/contract.ts";
import { DTypeError } from "../errors.ts";
import { describe } from "../ir/describe.ts";
import { located } from "../ir/development.ts";
import type { Node } from "../ir/node.ts";
import type { Collected } from "../lower/collect.ts";
import { type GraphKey, sameKey } from "../lower/graph-key.ts";
import type { Plan } from "../lower/plan.ts";
import { checkLimits } from "./check-limits.ts";
import { nowMs } from "./clock.ts";
import type { KernelCache } from "./kernel-cache.ts";
import { Lru } from "./lru.ts";
import { planOf } from "./planning.ts";
import { loadedPrograms } from "./programs.ts";
import { stepFailure } from "./step-failure.ts";

const CAPACITY = 512;

/** A plan with its compiled kernels: all of them, once `executables` is there. */
export class CachedPlan {
  readonly plan: Plan;
  /** Bytes of the slots that a run takes memory for. */
  readonly ownSizes: readonly number[];
  /** By step; undefined for steps of which no kernel is compiled here. */
  executables: readonly (Executable | undefined)[] | undefined = undefined;
  #compiling: Promise<void> | undefined = undefined;

  constructor(plan: Plan) {
    this.plan = plan;
    this.ownSizes = plan.slots.flatMap(({ role, sizeBytes }) => (role === "input" ? [] : [sizeBytes]));
  }

  /** Takes kernels that are compiled already; true if that was all. */
  complete(kernels: KernelCache): boolean {
    if (this.executables !== undefined) return true;
    const executables: (Executable | undefined)[] = [];
    for (const step of this.plan.steps) {
      const kernel = kernels.kernelOf(step, this.plan);
      const executable = kernel && kernels.get(kernel);
      if (kernel !== undefined && executable === undefined) return false;
      executables.push(executable);
    }
    const preparing = kernels.prepare(this.plan);
    // Whoever compiles the plan is told of a failure.
    preparing?.catch(() => undefined);
    if (preparing === undefined) this.executables = executables;
    return preparing === undefined;
  }

  /** Compiles what is missing. A failed compilation may be tried again. */
  compile(kernels: KernelCache): Promise<void> {
    if (this.complete(kernels)) return Promise.resolve();
    this.#compiling ??= this.#compileAll(kernels).finally(() => {
      this.#compiling = undefined;
    });
    return this.#compiling;
  }

  async #compileAll(kernels: KernelCache): Promise<void> {
    const compiling = this.plan.steps.map(async (step) => {
      const kernel = kernels.kernelOf(step, this.plan);
      try {
        return kernel && (await kernels.compile(kernel));
      } catch (error) {
        throw stepFailure("compile", error, step);
      }
    });
    const [executables] = await Promise.all([Promise.all(compiling), kernels.prepare(this.plan)]);
    this.executables = executables;
  }
}

/** How often plans were found and made. */
export interface PlanStats {
  readonly hits: number;
  readonly misses: number;
  readonly plans: number;
  /** Kernels compiled: plans share them. */
  readonly kernels: number;
  /** Time that making plans took. */
  readonly planningMs: number;
  /** Time during which kernels were compiled, one or several. */
  readonly compilingMs: number;
}

export class PlanCache {
  readonly #capabilities: Capabilities;
  /** By hash: of two keys with one hash, the newer stays. */
  readonly #plans = new Lru<number, { readonly key: GraphKey; readonly cached: CachedPlan }>(CAPACITY);
  #hits = 0;
  #misses = 0;
  #planningMs = 0;

  constructor(capabilities: Capabilities) {
    this.#capabilities = capabilities;
  }

  /** The plan of the graphs that have a key, if it was made before. */
  find(key: GraphKey): CachedPlan | undefined {
    const known = this.#plans.get(key.hash);
    if (known === undefined || !sameKey(known.key, key)) return undefined;
    this.#hits++;
    return known.cached;
  }

  /**
   * The plan of a graph.
   * @throws {DTypeError} if the backend lacks a dtype of the graph.
   * @throws {BackendError} if the plan exceeds a limit of the device.
   */
  planFor(op: string, graph: Collected): CachedPlan {
    const known = this.find(graph.key);
    if (known !== undefined) return known;
    this.#misses++;
    const startMs = nowMs();
    for (const node of graph.order) this.#checkDType(op, node);
    const plan = planOf(graph, this.#capabilities, loadedPrograms());
    checkLimits(op, graph, plan, this.#capabilities);
    const cached = new CachedPlan(plan);
    this.#plans.set(graph.key.hash, { key: graph.key, cached });
    this.#planningMs += nowMs() - startMs;
    return cached;
  }

  get stats(): Omit<PlanStats, "kernels" | "compilingMs"> {
    return { hits: this.#hits, misses: this.#misses, plans: this.#plans.size, planningMs: this.#planningMs };
  }

  #checkDType(op: string, node: Node): void {
    const { dtype } = node;
    const { hasF16, hasF64 } = this.#capabilities;
    if ((dtype !== "f64" || hasF64) && (dtype !== "f16" || hasF16)) return;
    const hint = dtype === "f64" ? "f64 needs the cpu backend" : "cast to f32";
    throw located(new DTypeError({ op, rule: "the backend must have the dtype", got: describe(node), hint }), node);
  }
}
