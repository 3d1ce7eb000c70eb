/** @file A cell's times: their median, and beside those of another engine. */
import { baseline, type EngineName } from "../catalogue/engines.ts";
import type { Cell } from "./result.ts";
import { intervalOf, medianOf } from "./statistics.ts";
import type { Interval } from "./summary.ts";

/** The median of all samples, with the interval of the medians of the rounds. Undefined without times. */
export function timeOf({ rounds }: Cell): Interval | undefined {
  const medians = roundMedians(rounds);
  return medians.length === 0 ? undefined : intervalOf(medians, medianOf(rounds.flat()));
}

/**
 * How many times as long as Adjoint on the same device took: each round against the same round, for what slows the machine for
 * a while slows both. Undefined for that engine itself, and if either has no times.
 */
export function ratioOf(cell: Cell, cells: readonly Cell[]): (Interval & { readonly to: EngineName }) | undefined {
  const to = baseline(cell.engine);
  if (to === cell.engine) return undefined;
  const other = cells.find(({ engine, workload }) => engine === to && workload.name === cell.workload.name);
  const theirs = roundMedians(other?.rounds ?? []);
  const ratios = roundMedians(cell.rounds).flatMap((median, round) => {
    const base = theirs[round];
    return base === undefined ? [] : [median / base];
  });
  return ratios.length === 0 ? undefined : { ...intervalOf(ratios), to };
}

function roundMedians(rounds: Cell["rounds"]): number[] {
  return rounds.filter((samples) => samples.length > 0).map(medianOf);
}
