/**
 * @file Runs plans by the kernel interpreter: the oracle for lowering, and for how plans pass buffers on. Scratch memory
 * is filled with NaN before each use of a slot's first step, so that a read of what was never written shows.
 */

import { DTYPES } from "../dtype.ts";
import type { Node } from "../ir/node.ts";
import type { Collected } from "../lower/collect.ts";
import type { DotStep, KernelStep, Plan, Step } from "../lower/plan.ts";
import { sizeOf } from "../shape.ts";
import { interpretKernel, type NumberArray } from "./interpret-kernel.ts";
import { operandAt } from "./operand-at.ts";

/** The outputs of a plan, computed in double precision. `dataOf` gives the elements of the graph's leaves. */
export function runPlan(plan: Plan, graph: Collected, dataOf: (leaf: Node) => ArrayLike<number>): Float64Array[] {
  const buffers = plan.slots.map((slot) =>
    new Float64Array(slot.sizeBytes / DTYPES[slot.dtype].sizeBytes).fill(Number.NaN),
  );
  plan.inputs.forEach((slot, i) => {
    const leaf = graph.leaves[i];
    if (leaf !== undefined) buffers[slot]?.set(dataOf(leaf));
  });
  const scalars = graph.scalars.map((node) => (node.spec.kind === "scalar" ? node.spec.value : Number.NaN));
  const run = new PlanRun(buffers, scalars);
  plan.steps.forEach((step, i) => void run.step(step, plan.steps[i + 1]));
  return plan.outputs.map((slot) => bufferAt(buffers, slot));
}

function bufferAt(buffers: readonly Float64Array[], slot: number): Float64Array {
  const buffer = buffers[slot];
  if (buffer === undefined) throw new RangeError(`slot ${slot}`);
  return buffer;
}

type Launch = Pick<KernelStep, "kernel" | "slots" | "params" | "grid">;

class PlanRun {
  readonly #buffers: readonly Float64Array[];
  readonly #scalars: readonly number[];

  constructor(buffers: readonly Float64Array[], scalars: readonly number[]) {
    this.#buffers = buffers;
    this.#scalars = scalars;
  }

  /** Runs a step. What follows a product by elements or rows comes with it, row by row: the worst that a backend may do. */
  step(step: Step, next: Step | undefined): void {
    switch (step.kind) {
      case "kernel":
        if (step.followsRows !== true) this.#launch(step, 0, sizeOf(step.grid));
        return;
      case "dot":
        this.#dot(step, step.epilogue ?? (next?.kind === "kernel" && next.followsRows === true ? next : undefined));
        return;
      case "copy":
        bufferAt(this.#buffers, step.slots[1]).set(bufferAt(this.#buffers, step.slots[0]));
        return;
      default:
        step satisfies never;
    }
  }

  #launch({ kernel, slots, params, grid }: Launch, begin: number, end: number): void {
    const buffers: NumberArray[] = slots.map((slot) => bufferAt(this.#buffers, slot));
    const numbers = params.map((param) =>
      typeof param === "number" ? param : (this.#scalars[param.scalar] ?? Number.NaN),
    );
    interpretKernel(kernel, { buffers, params: numbers, grid, mode: "f64", programs: { begin, end } });
  }

  #dot({ spec, slots }: DotStep, follower: Launch | undefined): void {
    const [a, b, out] = slots.map((slot) => bufferAt(this.#buffers, slot)) as [
      Float64Array,
      Float64Array,
      Float64Array,
    ];
    const { batch, m, n, k } = spec;
    const [aAt, bAt] = [operandAt(spec, "a"), operandAt(spec, "b")];
    const programs = follower === undefined ? 0 : sizeOf(follower.grid) / (batch * m);
    out.fill(Number.NaN);
    for (let row = 0; row < batch * m; row++) {
      const [p, i] = [Math.floor(row / m), row % m];
      for (let j = 0; j < n; j++) {
        let sum = 0;
        for (let l = 0; l < k; l++) sum += (a[aAt(p, i, l)] ?? Number.NaN) * (b[bAt(p, l, j)] ?? Number.NaN);
        out[row * n + j] = sum;
      }
      if (follower !== undefined) this.#launch(follower, row * programs, (row + 1) * programs);
    }
  }
}
