/**
 * @file Whether a device can run a plan at all: told before anything is allocated.
 */
import type { Capabilities } from "../backend/contract.ts";
import { DTYPES } from "../dtype.ts";
import { BackendError } from "../errors.ts";
import { describe } from "../ir/describe.ts";
import { located } from "../ir/development.ts";
import type { Collected } from "../lower/collect.ts";
import type { Plan } from "../lower/plan.ts";
import { stepName } from "../lower/step-name.ts";

const HINT = `take a smaller batch, or configure({ backend: "cpu" })`;

/** @throws {BackendError} if a tensor of the plan, or a kernel, exceeds a limit of the device. */
export function checkLimits(op: string, graph: Collected, plan: Plan, limits: Capabilities): void {
  plan.slots.forEach(({ dtype, sizeBytes }, slot) => {
    if (sizeBytes <= limits.maxBufferBytes) return;
    const node = graph.leaves[plan.inputs.indexOf(slot)] ?? graph.outputs[plan.outputs.indexOf(slot)];
    const step = plan.steps.find(({ slots }) => slots.includes(slot));
    const what =
      node !== undefined
        ? describe(node)
        : `${dtype}[${sizeBytes / DTYPES[dtype].sizeBytes}] for ${step === undefined ? "a step" : stepName(step)}`;
    const got = `${what} with ${sizeBytes} bytes, ${limits.maxBufferBytes} allowed`;
    const rule = "a tensor must fit into a buffer of the device";
    throw located(new BackendError({ op, rule, got, hint: HINT }), node ?? step);
  });
  for (const step of plan.steps) {
    if (step.kind !== "kernel") continue;
    const { name, buffers, shared } = step.kernel;
    const sharedBytes = shared.reduce((sum, { dtype, size }) => sum + size * DTYPES[dtype].sizeBytes, 0);
    if (buffers.length <= limits.maxBuffersPerKernel && sharedBytes <= limits.maxSharedBytes) continue;
    const used = `${buffers.length} buffers and ${sharedBytes} bytes of shared memory`;
    const got = `${name} with ${used}, ${limits.maxBuffersPerKernel} and ${limits.maxSharedBytes} allowed`;
    throw located(new BackendError({ op, rule: "a kernel must suit the device", got, hint: HINT }), step);
  }
}
