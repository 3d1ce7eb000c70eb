/** @file What Adjoint says that a run takes. */
import { backendInfo, type HostEvent, memory, planStats, profile } from "adjoint";
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
  const hostTimes = await hostTimesOf(run);
  return {
    dispatches: steps.length,
    submits,
    ...hostTimes,
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

/** What the host takes to find a plan, and to submit it where it does not compute itself. Undefined for what submits nothing. */
async function hostTimesOf(run: () => Promise<void>): Promise<Pick<Counters, "planMs" | "hostMs">> {
  const runs: (readonly HostEvent[])[] = [];
  const beginMs = performance.now();
  for (let i = 0; i < HOST_RUNS && performance.now() - beginMs < HOST_BUDGET_MS; i++)
    runs.push((await profile(run, { bySteps: false })).host);
  const planMs = medianOf(runs, ["graph", "plan"]);
  const hostMs = backendInfo().backend === "webgpu" ? medianOf(runs, ["bind", "submit"]) : undefined;
  return { ...(planMs === undefined ? {} : { planMs }), ...(hostMs === undefined ? {} : { hostMs }) };
}

/** Of the runs that have such events, what these take together. */
function medianOf(runs: readonly (readonly HostEvent[])[], names: readonly HostEvent["name"][]): number | undefined {
  const times = runs
    .map((host) => host.filter(({ name }) => names.includes(name)))
    .filter((own) => own.length > 0)
    .map((own) => own.reduce((sum, { elapsedMs }) => sum + elapsedMs, 0))
    .sort((a, b) => a - b);
  return times[Math.floor(times.length / 2)];
}
