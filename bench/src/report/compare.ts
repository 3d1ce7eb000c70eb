/** @file Whether two runs say the same: which of their figures agree within the spread that they state. */
import Table from "cli-table3";
import { agree } from "../measure/statistics.ts";
import type { Interval } from "../measure/summary.ts";
import { formatMs, formatNumber, formatPercent, formatRatio } from "./format.ts";
import type { Report, Result } from "./schema.ts";

/** Two runs agree if so much of their figures does. Intervals of 95 % leave out a few by chance. */
export const LEAST_AGREEMENT = 0.9;

export interface ComparedFigure {
  readonly workload: string;
  readonly engine: string;
  readonly figure: "time" | "ratio";
  readonly a: Interval;
  readonly b: Interval;
  /** Their intervals share a value. */
  readonly agrees: boolean;
}

export interface ReportComparison {
  readonly figures: readonly ComparedFigure[];
  /** Measured in one run and not in the other. */
  readonly onlyOne: readonly { readonly a: Result; readonly b: Result }[];
  /** What differs between the runs that their figures depend on. */
  readonly differences: readonly string[];
  /** The part of the figures that agrees; NaN if there are none. */
  readonly agreement: number;
}

export function compareReports(a: Report, b: Report): ReportComparison {
  const pairs = a.results.flatMap((result) => {
    const other = b.results.find(({ workload, engine }) => workload === result.workload && engine === result.engine);
    return other === undefined ? [] : [{ a: result, b: other }];
  });
  const figures = pairs.flatMap(comparePair);
  return {
    figures,
    onlyOne: pairs.filter((pair) => (pair.a.status === "measured") !== (pair.b.status === "measured")),
    differences: differencesOf(a, b),
    agreement: figures.filter(({ agrees }) => agrees).length / figures.length,
  };
}

function comparePair(pair: { readonly a: Result; readonly b: Result }): ComparedFigure[] {
  return (["time", "ratio"] as const).flatMap((figure) => {
    const [a, b] = [pair.a[figure], pair.b[figure]];
    // Adjoint's ratio to itself is no figure.
    if (a === undefined || b === undefined || (figure === "ratio" && pair.a.ratio?.to === pair.a.engine)) return [];
    return [{ workload: pair.a.workload, engine: pair.a.engine, figure, a, b, agrees: agree(a, b) }];
  });
}

function differencesOf(a: Report, b: Report): string[] {
  const facts = ({ machine, runtime, adapter, isQuick, versions }: Report): Record<string, string> => ({
    machine: `${machine.cpu}, ${machine.cores} cores`,
    runtime: runtime.version,
    adapter: adapter.descriptions.join("; ") || String(adapter.used),
    pace: isQuick ? "quick" : "full",
    Adjoint: versions.commit?.hash ?? versions.adjoint,
  });
  const [ofA, ofB] = [facts(a), facts(b)];
  return Object.keys(ofA)
    .filter((name) => ofA[name] !== ofB[name])
    .map((name) => `${name}: ${ofA[name]} / ${ofB[name]}`);
}

export function comparisonText({ figures, onlyOne, differences, agreement }: ReportComparison): string {
  const apart = figures.filter(({ agrees }) => !agrees);
  const table = new Table({
    head: ["workload", "engine", "figure", "first run", "second run", "change"],
    style: { head: [], border: [], compact: true },
  });
  for (const { workload, engine, figure, a, b } of apart)
    table.push([workload, engine, figure, show(figure, a), show(figure, b), formatRatio(b.median / a.median)]);
  const lines = [
    ...differences.map((difference) => `The runs differ in ${difference}`),
    ...(apart.length === 0 ? [] : ["These do not agree:", table.toString()]),
    ...onlyOne.map(
      ({ a, b }) => `${a.workload} on ${a.engine}: ${a.status} in the first run, ${b.status} in the second`,
    ),
    figures.length === 0
      ? "The runs have no figures in common."
      : `${figures.length - apart.length} of ${figures.length} figures agree within their stated spread: ${formatPercent(agreement)}.`,
  ];
  return lines.join("\n");
}

function show(figure: ComparedFigure["figure"], { median, low, high }: Interval): string {
  const write = figure === "time" ? formatMs : formatNumber;
  return `${write(median)} (${write(low)} … ${write(high)})`;
}
