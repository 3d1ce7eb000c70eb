/**
 * @file Plans as text, for people and for snapshots.
 */
import { printKernel } from "../kernel/print.ts";
import type { DotView, Epilogue, KernelStep, Plan, Step, StepParam } from "./plan.ts";

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

function printLaunch({
  kernel,
  slots,
  params,
  grid,
}: Pick<KernelStep, "kernel" | "slots" | "params" | "grid">): string {
  const numbers = params.length === 0 ? "" : ` with ${params.map(printParam).join(", ")}`;
  return `${kernel.name} (${slots.join(", ")})${numbers} grid ${grid.join("×")}\n${printKernel(kernel).trimEnd()}`;
}

function printEpilogue(epilogue: Epilogue | undefined): string {
  if (epilogue === undefined) return "";
  const kept = epilogue.isProductKept ? ", which is kept" : "";
  return `, and of its elements, buffer ${epilogue.product}${kept}, ${printLaunch(epilogue)}`;
}

function printStep(step: Step): string {
  const slots = `(${step.slots.join(", ")})`;
  switch (step.kind) {
    case "kernel":
      return `${step.followsRows === true ? "by rows of that, " : ""}${printLaunch(step)}`;
    case "dot": {
      const { batch, m, n, k, isATransposed, isBTransposed, aBatchStride, bBatchStride, aView, bView } = step.spec;
      const layout = `${isATransposed ? "T" : "N"}${isBTransposed ? "T" : "N"}`;
      const product = `${layout} batch ${batch} (strides ${aBatchStride}, ${bBatchStride}) ${m}×${n}×${k}`;
      const views = [aView, bView]
        .map((view, i) => (view === undefined ? "" : ` ${"ab"[i]} ${printView(view)}`))
        .join("");
      return `dot ${slots} ${product}${views}${printEpilogue(step.epilogue)}`;
    }
    case "copy":
      return `copy ${slots} ${step.sizeBytes} B`;
    default:
      return step satisfies never;
  }
}

const printView = ({ batch, row, column }: DotView): string => `at ${batch.key}, ${row.key}, ${column.key}`;
