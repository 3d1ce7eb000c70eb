/**
 * @file Runs plans by the kernel interpreter: the oracle for lowering, and for how plans pass buffers on. Scratch memory
 * is filled with NaN before each use of a slot's first step, so that a read of what was never written shows.
 */

import { DTYPES } from "../dtype.ts";
import type { Node } from "../ir/node.ts";
import type { Collected } from "../lower/collect.ts";
import type { DotStep, Plan, Step } from "../lower/plan.ts";
import { interpretKernel, type NumberArray } from "./interpret-kernel.ts";

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
  for (const step of plan.steps) runStep(step, buffers, scalars);
  return plan.outputs.map((slot) => bufferAt(buffers, slot));
}

function bufferAt(buffers: readonly Float64Array[], slot: number): Float64Array {
  const buffer = buffers[slot];
  if (buffer === undefined) throw new RangeError(`slot ${slot}`);
  return buffer;
}

function runStep(step: Step, buffers: readonly Float64Array[], scalars: readonly number[]): void {
  switch (step.kind) {
    case "kernel": {
      const used: NumberArray[] = step.slots.map((slot) => bufferAt(buffers, slot));
      const params = step.params.map((param) =>
        typeof param === "number" ? param : (scalars[param.scalar] ?? Number.NaN),
      );
      interpretKernel(step.kernel, { buffers: used, params, grid: step.grid, mode: "f64" });
      return;
    }
    case "dot":
      runDot(step, buffers);
      return;
    case "copy":
      bufferAt(buffers, step.slots[1]).set(bufferAt(buffers, step.slots[0]));
      return;
    default:
      step satisfies never;
  }
}

function runDot({ spec, slots }: DotStep, buffers: readonly Float64Array[]): void {
  const [a, b, out] = slots.map((slot) => bufferAt(buffers, slot)) as [Float64Array, Float64Array, Float64Array];
  const { batch, m, n, k } = spec;
  const aAt = (p: number, i: number, l: number): number =>
    a[p * spec.aBatchStride + (spec.isATransposed ? l * m + i : i * k + l)] ?? Number.NaN;
  const bAt = (p: number, l: number, j: number): number =>
    b[p * spec.bBatchStride + (spec.isBTransposed ? j * k + l : l * n + j)] ?? Number.NaN;
  for (let p = 0; p < batch; p++) {
    for (let i = 0; i < m; i++) {
      for (let j = 0; j < n; j++) {
        let sum = 0;
        for (let l = 0; l < k; l++) sum += aAt(p, i, l) * bAt(p, l, j);
        out[(p * m + i) * n + j] = sum;
      }
    }
  }
}
