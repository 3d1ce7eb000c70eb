/** @file Timing: engines in turn, round after round, so that what slows the machine slows them all. */
import { type EngineName, engines } from "./engine.ts";
import { firstWrong, type Workload } from "./workload.ts";

export interface Measurement {
  readonly engine: EngineName;
  /** Milliseconds of each timed run; empty if there is no valid one. */
  readonly times: readonly number[];
  /** Why there are none. */
  readonly failure: string | undefined;
}

export interface MeasureOptions {
  readonly rounds: number;
  /** Timed runs of an engine in a round, behind a warm-up. */
  readonly runs: number;
  readonly onRound?: (engine: EngineName, round: number) => void;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Measures a workload on some engines. A wrong result or an error gives no time, and says why. */
export async function measure(
  of: Workload,
  names: readonly EngineName[],
  options: MeasureOptions,
): Promise<Measurement[]> {
  const times = new Map<EngineName, number[]>(names.map((name) => [name, []]));
  const failures = new Map<EngineName, string>();
  for (let round = 0; round < options.rounds; round++) {
    for (const name of names) {
      if (failures.has(name)) continue;
      options.onRound?.(name, round);
      try {
        times.get(name)?.push(...(await runRound(of, name, options.runs)));
      } catch (error) {
        failures.set(name, error instanceof Error ? error.message : String(error));
      }
    }
  }
  return names.map((engine) => {
    const failure = failures.get(engine);
    return { engine, times: failure === undefined ? (times.get(engine) ?? []) : [], failure };
  });
}

/** Long enough for code to be optimised and for threads to start, which happens beside the first runs. */
const WARM_UP_MS = 300;

async function runRound(of: Workload, name: EngineName, runs: number): Promise<number[]> {
  const job = await engines[name](of);
  if (job === undefined) throw new Error("does not have it");
  try {
    await job.run();
    const wrong = firstWrong(of, await job.result(), of.inputs[0]?.length ?? 0);
    if (wrong !== undefined) throw new Error(`wrong result: ${wrong}`);
    for (const end = performance.now() + WARM_UP_MS; performance.now() < end; ) {
      await job.run();
      await new Promise((resolve) => setTimeout(resolve));
    }
    const times: number[] = [];
    for (let i = 0; i < runs; i++) {
      const start = performance.now();
      await job.run();
      times.push(performance.now() - start);
    }
    return times;
  } finally {
    await job.close();
  }
}
