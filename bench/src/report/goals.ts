/** @file A suite's goals beside what was measured. */
import Table from "cli-table3";
import type { Goal, PeerGoal, Suite } from "../catalogue/suites.ts";
import { formatMs, formatPercent, formatRatio } from "./format.ts";
import type { Report, Result } from "./schema.ts";

const style = { head: [], border: [], compact: true };

/** What a goal came to. */
export interface Verdict {
  /** Undefined where it was not measured. */
  readonly isMet: boolean | undefined;
  readonly goal: string;
  readonly measured: string;
  /** Of another run's median, or what it is compared with. */
  readonly beside: string;
}

export function verdictOf(goal: Goal, report: Report): Verdict {
  const ours = resultOf(report, goal);
  switch (goal.kind) {
    case "peers":
      return againstPeers(goal, report, ours);
    case "share": {
      const { limit, fraction } = ours?.share ?? {};
      return {
        isMet: fraction === undefined ? undefined : fraction >= goal.fraction,
        goal: formatPercent(goal.fraction),
        measured: fraction === undefined ? "" : formatPercent(fraction),
        beside: limit === undefined ? "" : `of ${limit}`,
      };
    }
    case "run":
      return timed(ours?.time?.median, goal.ms, "a run");
    case "plan":
      return timed(ours?.counters?.planMs, goal.ms, "to a plan");
    default:
      return goal satisfies never;
  }
}

function timed(ms: number | undefined, most: number, beside: string): Verdict {
  const isMet = ms === undefined ? undefined : ms <= most;
  return { isMet, goal: formatMs(most), measured: ms === undefined ? "" : formatMs(ms), beside };
}

/** The better one of the peers that were measured counts. */
function againstPeers({ peers, ratio: goals, workload }: PeerGoal, report: Report, ours: Result | undefined): Verdict {
  const { adapter, runtime } = report;
  const least = (adapter.used === null ? undefined : goals[adapter.used]) ?? goals[runtime.name] ?? goals.otherwise;
  const [nearest] = report.results
    .filter((result) => result.workload === workload && peers.includes(result.engine))
    .flatMap((peer) => {
      const ratio = ratioTo(peer, ours);
      return ratio === undefined ? [] : [{ ...ratio, engine: peer.engine }];
    })
    .sort((a, b) => a.median - b.median);
  const goal = least === 0 ? "none" : formatRatio(least);
  if (nearest === undefined) return { isMet: undefined, goal, measured: "", beside: peers.join(", ") };
  const { median, low, high, engine } = nearest;
  const beside = `${engine}, ${formatRatio(low)} … ${formatRatio(high)}`;
  return { isMet: median >= least, goal, measured: formatRatio(median), beside };
}

/** The ratio that was taken round by round; between devices, that of the medians. */
function ratioTo(peer: Result, ours: Result | undefined) {
  if (ours?.time === undefined || peer.time === undefined) return undefined;
  if (peer.ratio?.to === ours.engine) return peer.ratio;
  const { time } = ours;
  return {
    median: peer.time.median / time.median,
    low: peer.time.low / time.high,
    high: peer.time.high / time.low,
  };
}

export function goalsText(suite: Suite, report: Report): string {
  const head = ["workload", "engine", "time", "error", "measured", "against", "goal", ""];
  const table = new Table({ head, style });
  for (const goal of suite.goals) {
    const ours = resultOf(report, goal);
    if (ours === undefined) continue;
    const { isMet, goal: least, measured, beside } = verdictOf(goal, report);
    table.push([
      goal.workload,
      goal.engine,
      ours.time === undefined ? ours.status : formatMs(ours.time.median),
      ours.error?.toFixed(2) ?? "",
      measured,
      beside,
      least,
      isMet === undefined ? "not measured" : isMet ? "met" : "NOT MET",
    ]);
  }
  return [table.toString(), countsText(suite, report)].join("\n\n");
}

function countsText({ limits, goals, hostMs = Infinity }: Suite, report: Report): string {
  const table = new Table({ head: ["workload", "dispatches", "submits", "host to plan", "to submit", ""], style });
  const seen = new Set<string>();
  for (const goal of goals) {
    const { counters } = resultOf(report, goal) ?? {};
    if (counters === undefined || seen.has(goal.workload)) continue;
    seen.add(goal.workload);
    const { dispatches: most = Infinity, submits: mostSubmits = Infinity } =
      limits.find((limit) => limit.workload === goal.workload) ?? {};
    const { dispatches, submits, planMs, hostMs: ms } = counters;
    const isKept = dispatches <= most && submits <= mostSubmits && (ms ?? 0) <= hostMs;
    table.push([
      goal.workload,
      `${dispatches}${most < Infinity ? ` of ${most}` : ""}`,
      `${submits}${mostSubmits < Infinity ? ` of ${mostSubmits}` : ""}`,
      planMs === undefined ? "" : formatMs(planMs),
      ms === undefined ? "" : `${formatMs(ms)}${hostMs < Infinity ? ` of ${formatMs(hostMs)}` : ""}`,
      isKept ? "kept" : "EXCEEDED",
    ]);
  }
  return table.toString();
}

function resultOf({ results }: Report, { workload, engine }: Pick<Goal, "workload" | "engine">): Result | undefined {
  return results.find((one) => one.workload === workload && one.engine === engine);
}
