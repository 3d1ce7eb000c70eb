import { expect, test } from "vitest";
import { workloads } from "../../src/catalogue/workloads.ts";
import { Troubled } from "../../src/measure/fleet.ts";
import { quickPace } from "../../src/measure/pace.ts";
import type { Cell } from "../../src/measure/result.ts";
import { Row } from "../../src/measure/row.ts";
import { buildReport, type Run } from "../../src/report/build-report.ts";
import { reportHtml } from "../../src/report/html/report-html.ts";
import { reportSchema } from "../../src/report/schema.ts";
import { tableText } from "../../src/report/table.ts";
import { aReport } from "./a-report.ts";

/** A result in which everything is there, and something more than the schema has. */
function fullCell(workload: Cell["workload"]): Cell {
  const memory = { residentBytes: 1e8, heldBytes: 1e6 };
  const counters = { dispatches: 1, submits: 1, movedBytes: 8, flops: 8, peakBytes: 8, planHits: 1, planRuns: 2 };
  const row = new Row(workload, "adjoint-cpu");
  row.set({ losses: [2, Number.NaN, Number.POSITIVE_INFINITY], error: 0.5, counters, threads: 2, setUpMs: 1 });
  row.set({ firstRunMs: 2, held: { kind: "held", before: memory, after: { ...memory, residentBytes: undefined } } });
  row.addRound({ times: [1, 2], counters: undefined, residentBytes: 1e8 });
  return row.cell;
}

function troubledCell(workload: Cell["workload"]): Cell {
  const row = new Row(workload, "loops");
  row.fail(new Troubled("crashed", "ended with status 1"));
  return row.cell;
}

const interval = { median: 1.5, low: 1, high: 2 };
const run: Run = {
  date: new Date("2026-11-22T10:00:00Z"),
  elapsedMs: 1,
  command: "npm run bench",
  isQuick: true,
  isInterrupted: false,
  workloads,
  engines: ["adjoint-cpu", "loops"],
  pace: quickPace,
  runtime: { name: "node", version: "Node 20" },
  adapter: { asked: undefined, used: undefined },
  machine: aReport.machine,
  versions: aReport.versions,
  facts: new Map([["adjoint-cpu", { threads: 2, features: ["simd128"] }]]),
  limits: { cpu: { trouble: "none" }, webgpu: { trouble: "none" } },
  summary: {
    growth: [{ family: "matmul-nn", engine: "loops", exponent: 3, sizes: [1, 2] }],
    rows: workloads.flatMap((workload) =>
      [fullCell(workload), troubledCell(workload)].map((cell) => ({
        cell,
        time: cell.trouble ? undefined : interval,
        ratio: cell.trouble ? undefined : { ...interval, to: "adjoint-cpu" as const },
        gflops: Number.POSITIVE_INFINITY,
        gigabytesPerSecond: 1,
        share: undefined,
        loss: { value: Number.NaN, reference: 2, isOff: true },
      })),
    ),
  },
};

test("whatever was measured fits the schema, for every workload there is", () => {
  const report: unknown = JSON.parse(JSON.stringify(buildReport(run)));
  const read = reportSchema.parse(report);
  expect(read).toEqual(report);
  expect(read.results).toHaveLength(2 * workloads.length);
  expect(read.results[0]).toMatchObject({ status: "measured", losses: [2, null, null], loss: { value: null } });
  expect(read.results[0]).not.toHaveProperty("gflops");
  expect(read.results[1]).toMatchObject({ status: "crashed", reason: "ended with status 1" });
});

test("training workloads bring the losses of double precision", () => {
  const { workloads: reported } = buildReport(run);
  for (const { name, kind, parameters, referenceLosses } of reported) {
    const steps = parameters["steps"];
    expect(referenceLosses, `${name}, ${kind}`).toHaveLength(typeof steps === "number" ? steps : 0);
  }
});

test("it can be shown", () => {
  const report = buildReport(run);
  expect(tableText(report)).toContain("CRASHED: ended with status 1");
  expect(reportHtml(report)).not.toContain("NaN");
});
