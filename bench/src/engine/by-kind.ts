/** @file An engine as a table: what it does for each kind of workload that it has. */
import type { Workload, WorkloadKind, WorkloadOf } from "../workload/types.ts";
import type { Engine, EngineFacts, Inputs, Job } from "./contract.ts";

/** Sets up a workload of one kind. Undefined if the engine does not have this one. */
export type Open<K extends WorkloadKind> = (
  of: WorkloadOf<K>,
  inputs: Inputs,
) => Job | undefined | Promise<Job | undefined>;

/** Kinds that are not in it, the engine does not have. */
export type Jobs = { readonly [K in WorkloadKind]?: Open<K> };

export function engineOf(facts: EngineFacts, jobs: Jobs): Engine {
  return {
    facts,
    async open(of: Workload, inputs: Inputs) {
      // Each row of the table takes workloads of its own kind.
      const open = jobs[of.kind] as Open<WorkloadKind> | undefined;
      return open?.(of as never, inputs);
    },
  };
}
