/** @file The clock: how long a run takes, by samples of as many runs as make a measurable time. */
import type { TimeRequest } from "./protocol.ts";

type Run = () => Promise<void>;

interface Clock {
  /** Milliseconds. */
  readonly now?: () => number;
  /** How long a run took when it was last timed. */
  readonly typicalMs?: number | undefined;
}

/**
 * Milliseconds of a run, sample by sample. There is always one, however long it takes. Before each sample is one without a clock, unless
 * runs are long: threads sleep after a pause, and to wake them up takes longer than some runs.
 */
export async function timeRuns(
  run: Run,
  { warmUpMs, samples, sampleMs, budgetMs }: Omit<TimeRequest, "kind">,
  { now = () => performance.now(), typicalMs }: Clock = {},
): Promise<number[]> {
  // A run that is longer than all of the warm-up warms itself up, and is too dear to be thrown away in each round.
  const isLong = typicalMs !== undefined && typicalMs > warmUpMs;
  const expectedMs = isLong ? typicalMs : await warmUp(run, warmUpMs, now);
  const runs = Math.max(1, Math.round(sampleMs / Math.max(expectedMs, 1e-4)));
  const times: number[] = [];
  const begin = now();
  do {
    await breathe();
    if (expectedMs <= warmUpMs) await run();
    const start = now();
    for (let i = 0; i < runs; i++) await run();
    times.push((now() - start) / runs);
  } while (times.length < samples && now() - begin < budgetMs);
  return times;
}

/** Runs until the time is over, at least once, and gives the milliseconds of a late run. */
async function warmUp(run: Run, warmUpMs: number, now: () => number): Promise<number> {
  const end = now() + warmUpMs;
  let runs = 1;
  for (;;) {
    const start = now();
    for (let i = 0; i < runs; i++) await run();
    const elapsed = now() - start;
    if (now() >= end) return elapsed / runs;
    // What a clock of microseconds can tell apart.
    if (elapsed < 0.2) runs *= 2;
    else await breathe();
  }
}

/** Lets what waits for its turn go first: threads that start, the engine's timers, garbage. */
function breathe(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}
