/** @file From a run to its JSON. */
import type { AdapterName } from "../catalogue/adapters.ts";
import type { EngineName, RuntimeName } from "../catalogue/engines.ts";
import type { EngineFacts } from "../engine/contract.ts";
import type { Limits } from "../measure/limits.ts";
import type { Pace } from "../measure/pace.ts";
import type { Summary, SummaryRow } from "../measure/summary.ts";
import type { Memory } from "../worker/protocol.ts";
import { costOf } from "../workload/cost.ts";
import { referenceLosses } from "../workload/training-losses.ts";
import { isTraining, type Workload } from "../workload/types.ts";
import { type Report, type ReportedWorkload, type Result, SCHEMA_VERSION } from "./schema.ts";

export interface Run {
  readonly date: Date;
  readonly elapsedMs: number;
  readonly command: string;
  readonly isQuick: boolean;
  readonly isInterrupted: boolean;
  readonly workloads: readonly Workload[];
  readonly engines: readonly EngineName[];
  readonly pace: Pace;
  readonly runtime: { readonly name: RuntimeName; readonly version: string };
  readonly adapter: { readonly asked: AdapterName | undefined; readonly used: AdapterName | undefined };
  readonly machine: Report["machine"];
  readonly versions: Report["versions"];
  readonly facts: ReadonlyMap<EngineName, EngineFacts>;
  readonly limits: Limits;
  readonly summary: Summary;
}

export function buildReport(run: Run): Report {
  const { date, elapsedMs, command, isQuick, isInterrupted, workloads, engines, pace, runtime, adapter } = run;
  const { machine, versions, facts, limits, summary } = run;
  const descriptions = [...facts.values()].flatMap((fact) => (fact.adapter === undefined ? [] : [fact.adapter]));
  return plain<Report>({
    schemaVersion: SCHEMA_VERSION,
    date: date.toISOString(),
    elapsedMs,
    command,
    isQuick,
    interrupted: isInterrupted,
    selection: { workloads: workloads.map(({ name }) => name), engines: [...engines] },
    pace: { ...pace },
    runtime,
    adapter: { asked: adapter.asked ?? null, used: adapter.used ?? null, descriptions: [...new Set(descriptions)] },
    machine,
    versions,
    engines: Object.fromEntries([...facts].map(([name, fact]) => [name, reportFacts(fact)])),
    limits: limits as Report["limits"],
    workloads: workloads.map(reportWorkload),
    results: summary.rows.map(reportRow),
    growth: summary.growth.map(({ family, engine, exponent, sizes }) => ({
      family,
      engine,
      exponent,
      sizes: [...sizes],
    })),
  });
}

/** As it is after having been JSON: without fields that are undefined. */
function plain<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

function reportFacts({ threads, adapter, features, versions }: EngineFacts) {
  const facts = { threads, features: [...(features ?? [])], versions: { ...versions } };
  return adapter === undefined ? facts : { ...facts, adapter };
}

function reportWorkload(workload: Workload): ReportedWorkload {
  const { name, kind, family, size, isQuick: _isQuick, ...parameters } = workload;
  const references = isTraining(workload) ? [...referenceLosses(name)] : [];
  const given = parameters as ReportedWorkload["parameters"];
  return { name, kind, family, size, parameters: given, ...costOf(workload), referenceLosses: references };
}

function reportRow({ cell, time, ratio, share, loss, gflops, gigabytesPerSecond }: SummaryRow): Result {
  const { workload, engine, trouble, rounds, losses, error, held, counters } = cell;
  const { residentBytes, setUpMs, firstRunMs, threads } = cell;
  return {
    workload: workload.name,
    engine,
    status: trouble?.kind ?? "measured",
    rounds: rounds.map((samples) => [...samples]),
    losses: losses.map(finiteOrNull),
    ...withoutLost({ reason: trouble?.reason, time, ratio, share, gflops, gigabytesPerSecond, error, counters }),
    ...withoutLost({ residentBytes, setUpMs, firstRunMs, threads }),
    ...(loss === undefined ? {} : { loss: { ...loss, value: finiteOrNull(loss.value) } }),
    ...(held === undefined ? {} : { held: { before: present(held.before), after: present(held.after) } }),
  };
}

/** Memory, as far as it is known. */
function present({ residentBytes, heldBytes }: Memory): NonNullable<Result["held"]>["before"] {
  return withoutLost({ residentBytes, heldBytes });
}

function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

/** Without what is undefined, or a number that JSON cannot hold. */
function withoutLost<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const kept = Object.entries(fields).filter(
    ([, value]) => value !== undefined && !(typeof value === "number" && !Number.isFinite(value)),
  );
  return Object.fromEntries(kept) as { [K in keyof T]?: Exclude<T[K], undefined> };
}
