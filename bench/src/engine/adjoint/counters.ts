/** @file What Adjoint says that a run takes. */
import { backendInfo, memory, planStats, profile } from "adjoint";
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
  const submits = plans.runs - planRuns;
  const hostMs = await hostMsOf(run);
  return {
    dispatches: steps.length,
    submits,
    ...(hostMs === undefined ? {} : { hostMs }),
    movedBytes: steps.reduce((sum, step) => sum + step.bytes, 0),
    flops: steps.reduce((sum, step) => sum + step.flops, 0),
    peakBytes: Math.max(peakBytes, bytes + scratchBytes),
    planHits,
    planRuns,
  };
}

/** Runs to take the median of: the first ones are those of code that is not compiled well yet. */
const HOST_RUNS = 16;
/** None begins after this. */
const HOST_BUDGET_MS = 300;

/** What the host takes to submit; undefined where it computes itself, and for what submits nothing. */
async function hostMsOf(run: () => Promise<void>): Promise<number | undefined> {
  if (backendInfo().backend !== "webgpu") return undefined;
  const times: number[] = [];
  const beginMs = performance.now();
  for (let i = 0; i < HOST_RUNS && performance.now() - beginMs < HOST_BUDGET_MS; i++) {
    const { host } = await profile(run, { bySteps: false });
    const own = host.filter(({ name }) => name === "bind" || name === "submit");
    if (own.length > 0) times.push(own.reduce((sum, { elapsedMs }) => sum + elapsedMs, 0));
  }
  times.sort((a, b) => a - b);
  return times[Math.floor(times.length / 2)];
}
