/** @file What Adjoint says that a run takes. */
import { memory, planStats, profile } from "adjoint";
import type { Counters } from "../contract.ts";

/** Counts the runs of plans from where it was made. */
export class PlanCounter {
  readonly #start = planStats();

  get hits(): number {
    return planStats().hits - this.#start.hits;
  }

  get runs(): number {
    const { misses } = planStats();
    return this.hits + misses - this.#start.misses;
  }
}

/**
 * Counts one more run, step by step.
 *
 * @param scratchBytes memory for what lives only inside of the run, which `memory()` does not count
 * @param plans counts since the workload was opened
 */
export async function countRun(run: () => Promise<void>, scratchBytes: number, plans: PlanCounter): Promise<Counters> {
  const { bytes, peakBytes } = memory();
  const { hits: planHits, runs: planRuns } = plans;
  const { steps } = await profile(run);
  return {
    dispatches: steps.length,
    submits: plans.runs - planRuns,
    movedBytes: steps.reduce((sum, step) => sum + step.bytes, 0),
    flops: steps.reduce((sum, step) => sum + step.flops, 0),
    peakBytes: Math.max(peakBytes, bytes + scratchBytes),
    planHits,
    planRuns,
  };
}
