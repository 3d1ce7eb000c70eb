/** @file The clock: how long a run takes, by samples of as many runs as make a measurable time. */
import type { TimeRequest } from "./protocol.ts";

type Run = () => Promise<void>;

/** Milliseconds of a run, sample by sample. There is always one, however long it takes. */
export async function timeRuns(
  run: Run,
  { warmUpMs, samples, sampleMs, budgetMs }: Omit<TimeRequest, "kind">,
): Promise<number[]> {
  const typicalMs = await warmUp(run, warmUpMs);
  const runs = Math.max(1, Math.round(sampleMs / Math.max(typicalMs, 1e-4)));
  const times: number[] = [];
  const begin = performance.now();
  do {
    await breathe();
    const start = performance.now();
    for (let i = 0; i < runs; i++) await run();
    times.push((performance.now() - start) / runs);
  } while (times.length < samples && performance.now() - begin < budgetMs);
  return times;
}

/** Runs until the time is over, at least once, and gives the milliseconds of a late run. */
async function warmUp(run: Run, warmUpMs: number): Promise<number> {
  const end = performance.now() + warmUpMs;
  let runs = 1;
  for (;;) {
    const start = performance.now();
    for (let i = 0; i < runs; i++) await run();
    const elapsed = performance.now() - start;
    if (performance.now() >= end) return elapsed / runs;
    // What a clock of microseconds can tell apart.
    if (elapsed < 0.2) runs *= 2;
    else await breathe();
  }
}

/** Lets what waits for its turn go first: threads that start, the engine's timers, garbage. */
function breathe(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}
