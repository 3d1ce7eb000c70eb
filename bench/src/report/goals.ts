/** @file A suite's goals beside what was measured. */
import Table from "cli-table3";
import type { Goal, Suite } from "../catalogue/suites.ts";
import { formatMs, formatRatio } from "./format.ts";
import type { Report, Result } from "./schema.ts";

const style = { head: [], border: [], compact: true };

/** What a goal came to. */
export interface Verdict {
  readonly goal: number;
  /** Against the better peer; undefined if Adjoint or all peers have no time. */
  readonly ratio: { readonly median: number; readonly low: number; readonly high: number } | undefined;
  readonly peer: string | undefined;
  readonly isMet: boolean;
}

export function verdictOf({ workload, peers, ratio }: Goal, { results, adapter }: Report): Verdict {
  const goal = (adapter.used === null ? undefined : ratio[adapter.used]) ?? ratio.swiftshader;
  const measured = results.flatMap((result) => {
    const ours = results.find((one) => one.workload === workload && one.engine === "adjoint-webgpu");
    if (result.workload !== workload || !peers.some((peer) => peer === result.engine)) return [];
    const found = ratioTo(result, ours);
    return found === undefined ? [] : [{ ...found, engine: result.engine }];
  });
  const [nearest] = measured.sort((a, b) => a.median - b.median);
  return { goal, ratio: nearest, peer: nearest?.engine, isMet: (nearest?.median ?? 0) >= goal };
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
  const head = ["workload", "Adjoint", "error", "× better peer", "interval", "peer", "goal", ""];
  const table = new Table({ head, style });
  for (const goal of suite.goals) {
    const { goal: least, ratio, peer, isMet } = verdictOf(goal, report);
    const ours = resultOf(report, goal.workload);
    if (ours === undefined) continue;
    table.push([
      goal.workload,
      ours.time === undefined ? ours.status : formatMs(ours.time.median),
      ours.error?.toFixed(2) ?? "",
      ratio === undefined ? "no peer" : formatRatio(ratio.median),
      ratio === undefined ? "" : `${formatRatio(ratio.low)} … ${formatRatio(ratio.high)}`,
      peer ?? "",
      least === 0 ? "none" : formatRatio(least),
      ratio === undefined ? "not measured" : isMet ? "met" : "NOT MET",
    ]);
  }
  return [table.toString(), countsText(suite, report)].join("\n\n");
}

function countsText({ limits, goals, hostMs }: Suite, report: Report): string {
  const table = new Table({ head: ["workload", "dispatches", "submits", "host to submit", ""], style });
  for (const { workload } of goals) {
    const { counters } = resultOf(report, workload) ?? {};
    if (counters === undefined) continue;
    const { dispatches: most = Infinity, submits: mostSubmits = Infinity } =
      limits.find((limit) => limit.workload === workload) ?? {};
    const { dispatches, submits, hostMs: ms } = counters;
    const isKept = dispatches <= most && submits <= mostSubmits && (ms ?? 0) <= hostMs;
    table.push([
      workload,
      `${dispatches}${most < Infinity ? ` of ${most}` : ""}`,
      `${submits}${mostSubmits < Infinity ? ` of ${mostSubmits}` : ""}`,
      ms === undefined ? "" : `${formatMs(ms)} of ${formatMs(hostMs)}`,
      isKept ? "kept" : "EXCEEDED",
    ]);
  }
  return table.toString();
}

function resultOf({ results }: Report, workload: string): Result | undefined {
  return results.find((one) => one.workload === workload && one.engine === "adjoint-webgpu");
}
