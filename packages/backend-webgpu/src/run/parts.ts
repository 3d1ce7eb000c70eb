/**
 * @file Steps whose buffers are larger than a binding of the device. What divides them is loaded at the first plan that has
 * one.
 */
import { BUFFERS_PER_KERNEL, type Plan, type Step } from "@adjoint/core";
import type { DeviceTraits } from "../device/traits.ts";
import type { PreparedPart } from "../parts/prepare-parts.ts";
import type { Pipelines } from "./pipelines.ts";

export class Parts {
  readonly #pipelines: Pipelines;
  readonly #traits: DeviceTraits;
  readonly #maxBindingBytes: number;
  readonly #prepared = new WeakMap<Step, readonly PreparedPart[]>();

  constructor(pipelines: Pipelines, traits: DeviceTraits, maxBindingBytes: number) {
    this.#pipelines = pipelines;
    this.#traits = traits;
    this.#maxBindingBytes = maxBindingBytes;
  }

  /** The dispatches of a step; undefined if it is one dispatch over whole buffers. */
  get(step: Step): readonly PreparedPart[] | undefined {
    return this.#prepared.get(step);
  }

  /** True if some buffer of a step has to be bound in parts. */
  isNeededBy(step: Step, { slots }: Plan): boolean {
    if (step.kind === "copy") return false;
    const used =
      step.kind === "dot" && step.epilogue !== undefined ? [...step.slots, ...step.epilogue.slots] : step.slots;
    return used.some((slot) => (slots[slot]?.sizeBytes ?? 0) > this.#maxBindingBytes);
  }

  /** Compiles what a plan lacks; undefined if that is nothing. */
  prepare(plan: Plan): Promise<void> | undefined {
    if (plan.slots.every(({ sizeBytes }) => sizeBytes <= this.#maxBindingBytes)) return undefined;
    const missing = plan.steps.filter((step) => this.isNeededBy(step, plan) && !this.#prepared.has(step));
    return missing.length === 0 ? undefined : this.#prepareAll(missing, plan);
  }

  async #prepareAll(steps: readonly Step[], plan: Plan): Promise<void> {
    const { prepareParts } = await import("../parts/prepare-parts.ts");
    const limits = { maxBindingBytes: this.#maxBindingBytes, maxBindings: BUFFERS_PER_KERNEL };
    const context = { pipelines: this.#pipelines, traits: this.#traits, limits };
    await Promise.all(
      steps.map(async (step) => {
        this.#prepared.set(step, await prepareParts(step, plan, context));
      }),
    );
  }
}
