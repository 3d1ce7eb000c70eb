/** @file Measures a workload on engines in turn, round after round, so that what slows the machine slows them all. */
import type { EngineName } from "../catalogue/engines.ts";
import type { OpenRequest } from "../worker/protocol.ts";
import { costOf } from "../workload/cost.ts";
import { compareOutputs, type ExpectedOutputs, expectedOutputs } from "../workload/expected.ts";
import { inputSpecs } from "../workload/inputs.ts";
import { draw } from "../workload/numbers.ts";
import type { Workload } from "../workload/types.ts";
import { type Fleet, Troubled } from "./fleet.ts";
import type { Pace } from "./pace.ts";
import type { Cell } from "./result.ts";
import { Row } from "./row.ts";

export interface Step {
  readonly workload: Workload;
  readonly engine: EngineName;
  /** 0 sets up and compares values; then come the timed rounds. */
  readonly round: number;
}

export interface MeasureOptions {
  readonly pace: Pace;
  /** Told before each step. */
  readonly onStep: (step: Step) => void;
  /** Once aborted, what is being asked is given up, nothing more is asked, and the rounds that are done are kept. */
  readonly signal: AbortSignal;
  /** Most that the processes of all engines may hold at once, in bytes: 4 GiB if left out. */
  readonly togetherBytes?: number;
}

interface Task {
  readonly request: OpenRequest;
  readonly expected: ExpectedOutputs;
  readonly fleet: Fleet;
  readonly pace: Pace;
  readonly signal: AbortSignal;
}

/** What a round of a workload is. */
interface Way {
  readonly rounds: number;
  round(row: Row, task: Task): Promise<void>;
}

/** How many rounds a workload takes, the one that sets up not counted. */
export function roundsOf(workload: Workload, pace: Pace): number {
  return wayOf(workload, pace).rounds;
}

/** One cell for each engine, in their order. Whatever goes wrong with an engine is in its cell. */
export async function measureWorkload(
  workload: Workload,
  engines: readonly EngineName[],
  fleet: Fleet,
  { pace, onStep, signal, togetherBytes = TOGETHER_BYTES }: MeasureOptions,
): Promise<Cell[]> {
  const task = { ...prepare(workload), fleet, pace, signal };
  const way = wayOf(workload, pace);
  const rows = engines.map((engine) => new Row(workload, engine));
  const take = async (row: Row, round: number): Promise<void> => {
    if (signal.aborted || row.isOver) return;
    onStep({ workload, engine: row.engine, round });
    try {
      await (round === 0 ? open(row, task) : way.round(row, task));
    } catch (error) {
      if (!(error instanceof Troubled)) throw error;
      if (!signal.aborted) row.fail(error);
    }
  };
  if (engines.length * neededBytes(workload) <= togetherBytes) {
    for (let round = 0; round <= way.rounds; round++) for (const row of rows) await take(row, round);
  } else {
    for (const row of rows) {
      for (let round = 0; round <= way.rounds; round++) await take(row, round);
      await fleet.end(row.engine);
    }
  }
  for (const row of rows) {
    if (row.isOver || row.cell.rounds.length > 0) continue;
    row.fail(new Troubled("interrupted", "the run was interrupted"));
  }
  if (!signal.aborted) for (const { engine } of rows) await fleet.close(engine);
  return rows.map(({ cell }) => cell);
}

function prepare(workload: Workload): { request: OpenRequest; expected: ExpectedOutputs } {
  const inputs = inputSpecs(workload);
  const drawn = Object.fromEntries(Object.entries(inputs).map(([name, spec]) => [name, draw(spec)]));
  const expected = expectedOutputs(workload, drawn);
  const samples = Object.fromEntries(Object.entries(expected).map(([name, { indices }]) => [name, indices]));
  return { request: { kind: "open", workload, inputs, samples }, expected };
}

const TOGETHER_BYTES = 4 * 2 ** 30;
/** An engine without work. */
const IDLE_BYTES = 100 * 2 ** 20;
/** Inputs are there as drawn, and as the engine has them; and what lies between them and the outputs takes as much. */
const COPIES = 2;

/** About what the process of an engine holds. */
function neededBytes(workload: Workload): number {
  return IDLE_BYTES + COPIES * costOf(workload).bytes;
}

/** Sets a workload up and compares its values, without which it gets no time. Gives the milliseconds until the first result. */
async function open(row: Row, { request, expected, fleet, pace, signal }: Task): Promise<number> {
  const { started } = await fleet.start(row.engine, signal);
  const opened = await fleet.ask(row.engine, request, pace.openLimitMs, signal);
  if (opened.kind === "absent") throw new Troubled("absent", "does not have it");
  const { error, complaint } = compareOutputs(expected, opened.outputs);
  if (complaint !== undefined) throw new Troubled("wrong", complaint);
  const { setUpMs, firstRunMs, losses, residentBytes } = opened;
  row.set({ setUpMs, firstRunMs, losses, error, residentBytes, threads: started.facts.threads });
  return started.startMs + setUpMs + firstRunMs;
}

function wayOf(workload: Workload, pace: Pace): Way {
  if (workload.kind === "cold-start") return coldStart(pace);
  return workload.kind === "memory" ? holding : timing(pace);
}

const timing = (pace: Pace): Way => ({
  rounds: pace.rounds,
  async round(row, { fleet, signal }) {
    const { samples, sampleMs, budgetMs, roundLimitMs } = pace;
    const warmUpMs = row.cell.rounds.length === 0 ? pace.firstWarmUpMs : pace.warmUpMs;
    const request = { kind: "time", warmUpMs, samples, sampleMs, budgetMs } as const;
    row.addRound(await fleet.ask(row.engine, request, roundLimitMs, signal));
  },
});

/** Every round in a process of its own. */
const coldStart = (pace: Pace): Way => ({
  rounds: pace.rounds,
  async round(row, task) {
    await task.fleet.end(row.engine);
    const times = [await open(row, task)];
    row.addRound({ times, counters: undefined, residentBytes: row.cell.residentBytes });
  },
});

const holding: Way = {
  rounds: 1,
  async round(row, { fleet, pace, signal }) {
    const begin = performance.now();
    const held = await fleet.ask(row.engine, { kind: "hold", runs: pace.heldRuns }, pace.holdLimitMs, signal);
    row.set({ held });
    const times = [(performance.now() - begin) / pace.heldRuns];
    row.addRound({ times, counters: undefined, residentBytes: held.after.residentBytes });
  },
};
