/**
 * @file Pipelines of matrix products. The templates are loaded at the first plan that has a product.
 */
import type { DotSpec, DotStep, Plan } from "@adjoint/core";
import type { DeviceTraits } from "../device/traits.ts";
import type { DotModule } from "../dot/dot-module.ts";
import type { CompiledShader, Pipelines } from "./pipelines.ts";

/** a and b are read, the output is written. */
const SIGNATURE = [false, false, true] as const;

export interface PreparedDot {
  readonly shader: CompiledShader;
  readonly groups: DotModule["groups"];
  readonly args: Uint32Array<ArrayBuffer>;
}

export class Dots {
  readonly #pipelines: Pipelines;
  readonly #traits: DeviceTraits;
  readonly #prepared = new WeakMap<DotSpec, PreparedDot>();

  constructor(pipelines: Pipelines, traits: DeviceTraits) {
    this.#pipelines = pipelines;
    this.#traits = traits;
  }

  get(spec: DotSpec): PreparedDot | undefined {
    return this.#prepared.get(spec);
  }

  /** Compiles what the products of a plan lack; undefined if that is nothing. */
  prepare({ steps }: Plan): Promise<void> | undefined {
    const missing = steps.filter((step): step is DotStep => step.kind === "dot" && !this.#prepared.has(step.spec));
    return missing.length === 0 ? undefined : this.#prepareAll(missing);
  }

  async #prepareAll(steps: readonly DotStep[]): Promise<void> {
    const { dotModule } = await import("../dot/dot-module.ts");
    await Promise.all(
      steps.map(async ({ spec }) => {
        const { key, code, groups, args } = dotModule(spec, this.#traits);
        const shader = await this.#pipelines.compile({ name: key, key, code, signature: SIGNATURE });
        this.#prepared.set(spec, { shader, groups, args });
      }),
    );
  }
}
