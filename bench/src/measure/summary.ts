/** @file From times to what is reported: medians with their spread, ratios, shares of the limits, growth. */
import type { EngineName } from "../catalogue/engines.ts";
import { costOf } from "../workload/cost.ts";
import { growthOf } from "./growth.ts";
import type { Limits } from "./limits.ts";
import { lossOf } from "./loss.ts";
import type { Cell } from "./result.ts";
import { shareOf } from "./share.ts";
import { ratioOf, timeOf } from "./times.ts";

/** A median, and between which values it would be expected again. */
export interface Interval {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

export interface SummaryRow {
  readonly cell: Cell;
  /** Milliseconds of a run. */
  readonly time: Interval | undefined;
  /** How many times as long as Adjoint on the same device, round by round. Below 1 the engine is faster. */
  readonly ratio: (Interval & { readonly to: EngineName }) | undefined;
  /** By the nominal cost of the workload. */
  readonly gflops: number | undefined;
  readonly gigabytesPerSecond: number | undefined;
  /** The nearest limit, and which part of the fastest sample's time it alone would take: limits are those of fastest samples, too. */
  readonly share: { readonly limit: "fma" | "copy" | "dispatch" | "readback"; readonly fraction: number } | undefined;
  /** Training alone: the loss after the last step, beside the one that double precision gives. */
  readonly loss: { readonly value: number; readonly reference: number; readonly isOff: boolean } | undefined;
}

/** The exponent e of time ~ size^e in a family of workloads, by least squares of the logarithms. */
export interface Growth {
  readonly family: string;
  readonly engine: EngineName;
  readonly exponent: number;
  readonly sizes: readonly number[];
}

export interface Summary {
  readonly rows: readonly SummaryRow[];
  readonly growth: readonly Growth[];
}

/** One row for each cell, in their order. */
export function summarise(cells: readonly Cell[], limits: Limits): Summary {
  const rows = cells.map((cell): SummaryRow => {
    const time = timeOf(cell);
    return {
      cell,
      time,
      ratio: ratioOf(cell, cells),
      ...rates(cell, time?.median, limits),
      loss: lossOf(cell),
    };
  });
  return { rows, growth: growthOf(cells) };
}

function rates(cell: Cell, ms: number | undefined, limits: Limits) {
  const cost = costOf(cell.workload);
  // A cold start computes next to nothing: its rates would say nothing.
  const hasRates = ms !== undefined && cell.workload.kind !== "cold-start";
  const perSecond = (work: number) => (hasRates && work > 0 ? work / (ms * 1e6) : undefined);
  return {
    gflops: perSecond(cost.flops),
    gigabytesPerSecond: perSecond(cost.bytes),
    share: hasRates ? shareOf(cell, cost, Math.min(...cell.rounds.flat()), limits) : undefined,
  };
}
