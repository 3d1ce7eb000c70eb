/**
 * @file Where the run time calls the compiler: from a collected graph to a plan for a device.
 */
import { BUFFERS_PER_KERNEL, type Capabilities } from "../backend/contract.ts";
import { within } from "../ir/development.ts";
import type { Node } from "../ir/node.ts";
import type { Collected } from "../lower/collect.ts";
import { lower } from "../lower/lower.ts";
import type { Plan } from "../lower/plan.ts";
import type { ProgramsFor } from "./programs.ts";

/** What `explain` assumes before a backend has loaded: the least that all backends offer. */
export const DEFAULT_CAPABILITIES: Capabilities = {
  maxBufferBytes: 2 ** 27,
  maxBuffersPerKernel: BUFFERS_PER_KERNEL,
  maxSharedBytes: 16384,
  hasF16: true,
  hasF64: true,
  threads: 1,
  features: [],
};

/** Buffers of a kernel where some are bound in parts: the fewest that kernels can do with. */
const FEWEST_BUFFERS = 4;

/** The plan of a graph. `programOf` may be missing if `preparePlanning` finds nothing to load. */
export function planOf(graph: Collected, capabilities: Capabilities, programOf: ProgramsFor | undefined): Plan {
  const { maxBuffersPerKernel, threads, hasSerialLanes = false, hasHalfProducts = false } = capabilities;
  const device = { hasSerialLanes, threads };
  const options = {
    hasSerialLanes,
    hasHalfProducts,
    programOf: programOf && ((node: Node) => programOf(node, device)),
  };
  const lowered = (most: number): Plan =>
    within(undefined, () => lower(graph, { ...options, maxBuffersPerKernel: most }));
  const plan = lowered(maxBuffersPerKernel);
  return exceedsBindings(plan, capabilities) ? lowered(FEWEST_BUFFERS) : plan;
}

/** True if the buffers of some kernel, bound in parts, take more bindings than a kernel may have. */
function exceedsBindings({ slots, steps }: Plan, { maxBindingBytes, maxBuffersPerKernel }: Capabilities): boolean {
  if (maxBindingBytes === undefined || slots.every(({ sizeBytes }) => sizeBytes <= maxBindingBytes)) return false;
  const bindingsOf = (slot: number): number => Math.ceil((slots[slot]?.sizeBytes ?? 0) / maxBindingBytes) || 1;
  const kernels = steps.flatMap((step) => (step.kind === "dot" ? (step.epilogue ?? []) : step));
  return kernels.some(({ slots: used }) => used.reduce((sum, slot) => sum + bindingsOf(slot), 0) > maxBuffersPerKernel);
}
