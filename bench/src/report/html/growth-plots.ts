/** @file Time against size, for each family of workloads. */
import * as Plot from "@observablehq/plot";
import { type EngineName, engineNames } from "../../catalogue/engines.ts";
import { formatMs } from "../format.ts";
import type { Report } from "../schema.ts";
import type { Page } from "./dom.ts";
import { figure } from "./figure.ts";
import { engineEntry } from "./legend.ts";
import { looks } from "./palette.ts";

interface Point {
  readonly size: number;
  readonly ms: number;
  readonly low: number;
  readonly high: number;
}

interface Line {
  readonly engine: EngineName;
  readonly points: readonly Point[];
}

export function growthPlots(page: Page, report: Report): HTMLElement[] {
  const families = [...new Set(report.workloads.map(({ family }) => family))];
  return families.flatMap((family) => {
    const lines = linesOf(report, family);
    const sizes = [...new Set(lines.flatMap(({ points }) => points.map(({ size }) => size)))];
    if (sizes.length < 2) return [];
    const entries = lines.map(({ engine }) => {
      const found = report.growth.find((growth) => growth.family === family && growth.engine === engine);
      return engineEntry(engine, found === undefined ? undefined : `time ~ size^${found.exponent.toFixed(2)}`);
    });
    const description = `Milliseconds of a run against size, both logarithmic, of ${lines.length} engines. Lower is faster.`;
    return [
      figure(page, {
        title: `Growth: ${family}`,
        description,
        entries,
        plot: { ...axes, x: { ...axes.x, ticks: sizes }, marks: marksOf(lines) },
      }),
    ];
  });
}

const axes = {
  height: 380,
  marginLeft: 56,
  x: { type: "log", label: "size", grid: true, tickFormat: "~s" },
  y: { type: "log", label: "milliseconds", grid: true, tickFormat: "~g" },
} as const satisfies Plot.PlotOptions;

function linesOf({ workloads, results }: Report, family: string): Line[] {
  const members = workloads.filter((workload) => workload.family === family);
  return engineNames.flatMap((engine) => {
    const points = members.flatMap(({ name, size }) => {
      const time = results.find((result) => result.workload === name && result.engine === engine)?.time;
      return time === undefined || time.median <= 0 ? [] : [{ size, ms: time.median, low: time.low, high: time.high }];
    });
    return points.length === 0 ? [] : [{ engine, points: points.sort((a, b) => a.size - b.size) }];
  });
}

function marksOf(lines: readonly Line[]): Plot.Markish[] {
  return lines.flatMap(({ engine, points }) => {
    const { color, dash, symbol } = looks[engine];
    const place = { x: "size", stroke: color } as const;
    return [
      Plot.ruleX(
        points.filter(({ low }) => low > 0),
        { ...place, y1: "low", y2: "high", strokeOpacity: 0.5, strokeWidth: 1 },
      ),
      Plot.line(points, { ...place, y: "ms", strokeDasharray: dash }),
      Plot.dot(points, {
        x: "size",
        y: "ms",
        fill: color,
        symbol,
        r: 3.5,
        title: ({ size, ms }: Point) => `${engine}, ${size}: ${formatMs(ms)}`,
      }),
    ];
  });
}
