/**
 * @file Pipelines of matrix products. The templates are loaded at the first plan that has a product.
 */
import type { DotStep, Plan } from "@adjoint/core";
import type { DeviceTraits } from "../device/traits.ts";
import type { DotModule } from "../dot/dot-module.ts";
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

  constructor(pipelines: Pipelines, traits: DeviceTraits) {
    this.#pipelines = pipelines;
    this.#traits = traits;
  }

  get(step: DotStep): PreparedDot | undefined {
    return this.#prepared.get(step);
  }

  /** Compiles what the products of a plan lack; undefined if that is nothing. */
  prepare({ steps }: Plan): Promise<void> | undefined {
    const missing = steps.filter((step): step is DotStep => step.kind === "dot" && !this.#prepared.has(step));
    return missing.length === 0 ? undefined : this.#prepareAll(missing);
  }

  async #prepareAll(steps: readonly DotStep[]): Promise<void> {
    const [{ dotModule }, { dotBindings }] = await Promise.all([
      import("../dot/dot-module.ts"),
      import("../dot/epilogue.ts"),
    ]);
    await Promise.all(
      steps.map(async (step) => {
        const { spec, epilogue } = step;
        const { key, code, ...module } = dotModule(spec, this.#traits, epilogue);
        const { slots, signature } = dotBindings(step);
        const name = epilogue === undefined ? key : `dot, ${epilogue.kernel.name}`;
        const shader = await this.#pipelines.compile({ name, key, code, signature });
        this.#prepared.set(step, { shader, ...module, slots, isWritten: signature });
      }),
    );
  }
}
