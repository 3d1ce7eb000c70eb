/**
 * @file Where the run time calls the compiler: from a collected graph to a plan for a device.
 */
import { BUFFERS_PER_KERNEL, type Capabilities } from "../backend/contract.ts";
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

/** The plan of a graph. `programOf` may be missing if `preparePlanning` finds nothing to load. */
export function planOf(graph: Collected, capabilities: Capabilities, programOf: ProgramsFor | undefined): Plan {
  const { maxBuffersPerKernel, threads, hasSerialLanes = false } = capabilities;
  const device = { hasSerialLanes, threads };
  return lower(graph, {
    maxBuffersPerKernel,
    hasSerialLanes,
    programOf: programOf && ((node) => programOf(node, device)),
  });
}
