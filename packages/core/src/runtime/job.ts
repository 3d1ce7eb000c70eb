/**
 * @file A job: one run of a plan with the storages it reads and fills.
 */
import type { Node } from "../ir/node.ts";
import type { Collected } from "../lower/collect.ts";
import type { CachedPlan } from "./plan-cache.ts";
import type { Storage } from "./storage.ts";

/** One run of a plan: what goes in and what shall come out. */
export interface Job {
  readonly op: string;
  /** The plan, or the graph that it is to be made from once the backend is known. */
  source: CachedPlan | Collected;
  /** By leaf of the graph; pinned. */
  readonly inputs: readonly Storage[];
  /** By output of the graph; pinned. */
  readonly outputs: readonly Storage[];
  readonly scalars: Float64Array;
  /** In development mode: the nodes of the outputs. */
  readonly made?: readonly Node[] | undefined;
  /** Memory that was asked for before it had to wait for that. */
  reserving?: Promise<void> | undefined;
}

/** Lets go of the memory that a job has used or given up. */
export function unpin(job: Job): void {
  for (const storage of job.inputs) storage.allocation.unpin();
  for (const storage of job.outputs) storage.allocation.unpin();
}
