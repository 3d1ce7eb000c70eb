/** @file A run: the limits of the machine, then workload after workload on all engines. */
import type { EngineName } from "./catalogue/engines.ts";
import type { Flags } from "./flags.ts";
import { type Channels, openChannels } from "./host/open-channels.ts";
import { describeMachine } from "./machine.ts";
import { Fleet, Troubled } from "./measure/fleet.ts";
import { type Limits, measureLimits } from "./measure/limits.ts";
import { measureWorkload, roundsOf } from "./measure/measure.ts";
import { fullPace, type Pace, quickPace } from "./measure/pace.ts";
import type { Cell } from "./measure/result.ts";
import { Row } from "./measure/row.ts";
import { summarise } from "./measure/summary.ts";
import { type Progress, startProgress } from "./progress.ts";
import { buildReport } from "./report/build-report.ts";
import type { Report } from "./report/schema.ts";
import { selectEngines, selectWorkloads } from "./select.ts";
import { readVersions } from "./versions.ts";
import type { Workload } from "./workload/types.ts";

interface Plan {
  readonly workloads: readonly Workload[];
  readonly engines: readonly EngineName[];
  readonly pace: Pace;
  readonly signal: AbortSignal;
}

/**
 * Measures what the flags select. Once `signal` is aborted, gives what is done.
 *
 * @param command what was typed
 * @throws {Error} if the runtime does not start
 */
export async function runBenchmarks(flags: Flags, command: string, signal: AbortSignal): Promise<Report> {
  const [date, beginMs] = [new Date(), performance.now()];
  const plan: Plan = {
    workloads: selectWorkloads(flags.workload, flags.quick),
    engines: selectEngines(flags.engine),
    pace: paceOf(flags),
    signal,
  };
  const channels = await openChannels({ runtime: flags.runtime, adapter: flags.adapter });
  const total = plan.workloads.reduce((steps, workload) => steps + stepsOf(workload, plan), 0);
  const progress = startProgress(total, plan.workloads.length);
  try {
    const limits = await limitsOf(channels, plan, progress);
    const fleet = new Fleet({ runtime: flags.runtime, openChannel: channels.openChannel, pace: plan.pace });
    const cells = await measureAll(plan, fleet, progress);
    return buildReport({
      ...plan,
      date,
      elapsedMs: performance.now() - beginMs,
      command,
      isQuick: flags.quick,
      isInterrupted: signal.aborted,
      runtime: { name: flags.runtime, version: channels.runtimeVersion },
      adapter: { asked: flags.adapter, used: channels.adapter?.name },
      machine: describeMachine(),
      versions: readVersions(plan.engines),
      facts: fleet.facts,
      limits,
      summary: summarise(cells, limits),
    });
  } finally {
    progress.stop();
    await channels.close();
  }
}

/** A suite has workloads that take adapters in software seconds, which is no reason to leave them out. */
function paceOf({ quick, suite }: Flags): Pace {
  if (!quick) return fullPace;
  const { openLimitMs, roundLimitMs } = fullPace;
  return suite === undefined ? quickPace : { ...quickPace, openLimitMs, roundLimitMs };
}

async function measureAll(plan: Plan, fleet: Fleet, progress: Progress): Promise<Cell[]> {
  const cells: Cell[] = [];
  for (const workload of plan.workloads) {
    if (plan.signal.aborted) break;
    const measured = await measureOne(workload, plan, fleet, progress);
    cells.push(...measured);
    progress.finish(workload.name, stepsOf(workload, plan), outcomeOf(measured));
  }
  await fleet.endAll();
  return cells;
}

/** A fault of the harness itself costs a workload, and not the run. */
async function measureOne(workload: Workload, plan: Plan, fleet: Fleet, progress: Progress): Promise<Cell[]> {
  const { engines, pace, signal } = plan;
  try {
    return await measureWorkload(workload, engines, fleet, { pace, signal, onStep: (step) => progress.step(step) });
  } catch (error) {
    return engines.map((engine) => {
      const row = new Row(workload, engine);
      row.fail(new Troubled("failed", `the harness failed: ${messageOf(error)}`));
      return row.cell;
    });
  }
}

async function limitsOf({ openChannel }: Channels, { pace, signal }: Plan, progress: Progress): Promise<Limits> {
  progress.announce("measuring what the machine allows");
  try {
    return await measureLimits(openChannel, pace, signal);
  } catch (error) {
    const trouble = { trouble: messageOf(error) };
    return { cpu: trouble, webgpu: trouble };
  }
}

/** One to set up, and one for each round, on every engine. */
function stepsOf(workload: Workload, { engines, pace }: Plan): number {
  return engines.length * (1 + roundsOf(workload, pace));
}

function outcomeOf(cells: readonly Cell[]): string {
  const kinds = cells.map(({ trouble }) => trouble?.kind ?? "measured");
  return [...new Set(kinds)].map((kind) => `${kinds.filter((one) => one === kind).length} ${kind}`).join(", ");
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
