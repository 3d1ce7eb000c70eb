/**
 * @file Plans as text, for people and for snapshots.
 */
import { printKernel } from "../kernel/print.ts";
import type { Plan, Step, StepParam } from "./plan.ts";

/** The whole plan: slots, then steps with their kernels. */
export function printPlan(plan: Plan): string {
  const slots = plan.slots.map(({ role, dtype, sizeBytes }, i) => `slot ${i}: ${role} ${dtype} ${sizeBytes} B`);
  const steps = plan.steps.map((step, i) => `step ${i}: ${printStep(step)}`);
  const ends = `inputs ${plan.inputs.join(", ")} outputs ${plan.outputs.join(", ")} scalars ${plan.scalarCount}`;
  return [...slots, ends, ...steps].join("\n");
}

function printParam(param: StepParam): string {
  return typeof param === "number" ? `${param}` : `scalar ${param.scalar}`;
}

function printStep(step: Step): string {
  const slots = `(${step.slots.join(", ")})`;
  switch (step.kind) {
    case "kernel": {
      const params = step.params.length === 0 ? "" : ` with ${step.params.map(printParam).join(", ")}`;
      return `${step.kernel.name} ${slots}${params} grid ${step.grid.join("×")}\n${printKernel(step.kernel).trimEnd()}`;
    }
    case "dot": {
      const { batch, m, n, k, isATransposed, isBTransposed, aBatchStride, bBatchStride } = step.spec;
      const layout = `${isATransposed ? "T" : "N"}${isBTransposed ? "T" : "N"}`;
      return `dot ${slots} ${layout} batch ${batch} (strides ${aBatchStride}, ${bBatchStride}) ${m}×${n}×${k}`;
    }
    case "copy":
      return `copy ${slots} ${step.sizeBytes} B`;
    default:
      return step satisfies never;
  }
}
