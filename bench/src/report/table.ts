/** @file The tables of a run, for a terminal. */
import Table, { type Cell } from "cli-table3";
import {
  formatCounters,
  formatHeld,
  formatLimits,
  formatLoss,
  formatMs,
  formatNumber,
  formatRate,
  formatRatio,
  formatShare,
  formatSpread,
} from "./format.ts";
import type { Report, Result } from "./schema.ts";

const style = { head: [], border: [], compact: true };

interface Column {
  readonly name: string;
  /** Empty where there is nothing to say. A column of nothing is not shown. */
  readonly of: (result: Result) => string;
}

const columns: readonly Column[] = [
  { name: "median", of: ({ time }) => (time === undefined ? "" : formatMs(time.median)) },
  { name: "spread", of: ({ time }) => (time === undefined ? "" : formatSpread(time)) },
  { name: "× Adjoint", of: ({ ratio }) => (ratio === undefined ? "" : formatRatio(ratio.median)) },
  { name: "rate", of: formatRate },
  { name: "of limit", of: ({ share }) => formatShare(share) },
  { name: "loss", of: ({ loss }) => formatLoss(loss) },
  { name: "error", of: ({ error }) => (error === undefined ? "" : error.toFixed(2)) },
];

/** What of a long reason fits in a line. The JSON has it all. */
const REASON_WIDTH = 90;

export function tableText(report: Report): string {
  const { cpu, webgpu } = formatLimits(report.limits);
  const blocks = [
    titleOf(report),
    `Limits, cpu: ${cpu}\nLimits, webgpu: ${webgpu}`,
    ...report.workloads.map(({ name }) =>
      workloadText(
        name,
        report.results.filter(({ workload }) => workload === name),
      ),
    ),
    ...(report.growth.length === 0 ? [] : [growthText(report)]),
  ];
  return blocks.filter((block) => block !== "").join("\n\n");
}

function titleOf({ date, isQuick, interrupted, runtime, adapter, machine, versions }: Report): string {
  const kind = `${isQuick ? "Quick run" : "Run"}${interrupted ? ", interrupted," : ""}`;
  const memory = `${formatNumber(machine.memoryBytes / 2 ** 30)} GiB`;
  const on = `${machine.cpu}, ${machine.cores} cores, ${memory}, ${machine.platform} ${machine.arch}`;
  const descriptions = adapter.descriptions.join("; ");
  const by = adapter.used === null ? "" : `, WebGPU by ${adapter.used}${descriptions && ` (${descriptions})`}`;
  return `${kind} of ${date.slice(0, 10)}, Adjoint ${versions.adjoint}, ${runtime.version}${by}\n${on}`;
}

function workloadText(name: string, results: readonly Result[]): string {
  if (results.length === 0) return "";
  const present = results.filter(({ status }) => !isAbsence(status));
  const shown = columns.filter(({ of }) => present.some((result) => of(result) !== ""));
  const head = ["engine", ...shown.map((column) => column.name)];
  const table = new Table({ head, style, colAligns: ["left", ...shown.map(() => "right" as const)] });
  for (const result of present) table.push(...rowsOf(result, shown));
  const lines = [name, ...(present.length === 0 ? [] : [table.toString()]), ...absences(results)];
  return lines.join("\n");
}

/** The engine is not there for this workload: one line says so of all. Other troubles have a row each. */
function isAbsence(status: Result["status"]): boolean {
  return status === "absent" || status === "missing";
}

function absences(results: readonly Result[]): string[] {
  const byReason = new Map<string, string[]>();
  for (const { engine, status, reason = "" } of results) {
    if (!isAbsence(status)) continue;
    const key = `  ${status} (${shorten(reason)}): `;
    byReason.set(key, [...(byReason.get(key) ?? []), engine]);
  }
  return [...byReason].map(([reason, names]) => reason + names.join(", "));
}

/** A row, and one below it for what is not a column. */
function rowsOf(result: Result, shown: readonly Column[]): Cell[][] {
  const { engine, status, reason = "", time, counters, held } = result;
  const across = (content: string): Cell => ({ content, colSpan: Math.max(1, shown.length), hAlign: "left" });
  if (status !== "measured" || time === undefined)
    return [[engine, across(`${status.toUpperCase()}: ${shorten(reason)}`)]];
  const notes = [
    ...(counters === undefined ? [] : [formatCounters(counters)]),
    ...(held === undefined ? [] : [formatHeld(held)]),
  ];
  return [[engine, ...shown.map(({ of }) => of(result))], ...notes.map((note) => ["", across(note)])];
}

function shorten(reason: string): string {
  const line = reason.replace(/\s+/g, " ").trim();
  return line.length <= REASON_WIDTH ? line : `${line.slice(0, REASON_WIDTH - 1)}…`;
}

function growthText({ growth }: Report): string {
  const engines = [...new Set(growth.map(({ engine }) => engine))];
  const table = new Table({ head: ["growth: time ~ size^e", ...engines], style });
  for (const family of new Set(growth.map((one) => one.family))) {
    const exponents = engines.map((engine) => growth.find((one) => one.family === family && one.engine === engine));
    table.push([family, ...exponents.map((found) => (found === undefined ? "" : found.exponent.toFixed(2)))]);
  }
  return table.toString();
}
