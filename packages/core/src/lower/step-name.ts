/**
 * @file What a step is called in listings and errors.
 */
import type { Step } from "./plan.ts";

/** The kernel's name, or what a contraction, with its epilogue, or a copy does. */
export function stepName(step: Step): string {
  if (step.kind === "kernel") return step.kernel.name;
  if (step.kind === "copy") return `copy ${step.sizeBytes} B`;
  const { batch, m, n, k, isATransposed, isBTransposed } = step.spec;
  const layout = `${isATransposed ? "T" : "N"}${isBTransposed ? "T" : "N"}`;
  const epilogue = step.epilogue === undefined ? "" : `, ${step.epilogue.kernel.name}`;
  return `dot ${layout} ${batch > 1 ? `${batch}×` : ""}${m}×${n}×${k}${epilogue}`;
}
