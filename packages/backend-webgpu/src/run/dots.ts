/**
 * @file Pipelines of matrix products. The templates are loaded at the first plan that has a product, and with them the
 * tiles that were measured on this device, if that is wanted.
 */
import type { DotSpec, DotStep, Plan, Step } from "@adjoint/core";
import type { DeviceTraits } from "../device/traits.ts";
import type { DotModule } from "../dot/dot-module.ts";
import type { ClassUse, DotTuning } from "../tune/dot-tuning.ts";
import type { Parts } from "./parts.ts";
import type { CompiledShader, Pipelines } from "./pipelines.ts";

export interface PreparedDot extends Omit<DotModule, "key" | "code"> {
  readonly shader: CompiledShader;
  /** By binding, before the arguments. */
  readonly slots: readonly number[];
  readonly isWritten: readonly boolean[];
}

export class Dots {
  readonly #pipelines: Pipelines;
  readonly #traits: DeviceTraits;
  readonly #prepared = new WeakMap<DotStep, PreparedDot>();
  readonly #openTuning: (() => Promise<DotTuning>) | undefined;
  #opening: Promise<DotTuning> | undefined;
  #tuning: DotTuning | undefined;
  readonly #uses = new WeakMap<Plan, readonly ClassUse[]>();

  /** Without `openTuning` the heuristic chooses all tiles. */
  constructor(pipelines: Pipelines, traits: DeviceTraits, openTuning?: () => Promise<DotTuning>) {
    this.#pipelines = pipelines;
    this.#traits = traits;
    this.#openTuning = openTuning;
  }

  /** What was measured, as far as it has been read. */
  get tuning(): DotTuning | undefined {
    return this.#tuning;
  }

  get(step: DotStep): PreparedDot | undefined {
    return this.#prepared.get(step);
  }

  /** Counts the products of a run. */
  ran(plan: Plan): void {
    const uses = this.#uses.get(plan);
    if (uses !== undefined) this.#tuning?.ran(uses);
  }

  /** Compiles what the products of a plan lack, but for those that run in parts; undefined if that is nothing. */
  prepare(plan: Plan, parts: Parts): Promise<void> | undefined {
    const isMissing = (step: Step): step is DotStep =>
      step.kind === "dot" && !this.#prepared.has(step) && !parts.isNeededBy(step, plan);
    const missing = plan.steps.filter(isMissing);
    return missing.length === 0 ? undefined : this.#prepareAll(plan, missing);
  }

  async #prepareAll(plan: Plan, steps: readonly DotStep[]): Promise<void> {
    this.#opening ??= this.#openTuning?.();
    const [{ dotModule }, { dotBindings }, tuning] = await Promise.all([
      import("../dot/dot-module.ts"),
      import("../dot/epilogue.ts"),
      this.#opening,
    ]);
    this.#tuning = tuning;
    if (tuning !== undefined) this.#uses.set(plan, tuning.watch(steps.map(({ spec }): DotSpec => spec)));
    await Promise.all(
      steps.map(async (step) => {
        const { spec, epilogue } = step;
        const { key, code, ...module } = dotModule(spec, this.#traits, epilogue, tuning?.tileFor(spec));
        const { slots, signature } = dotBindings(step);
        const name = epilogue === undefined ? key : `dot, ${epilogue.kernel.name}`;
        const shader = await this.#pipelines.compile({ name, key, code, signature });
        this.#prepared.set(step, { shader, ...module, slots, isWritten: signature });
      }),
    );
  }
}
