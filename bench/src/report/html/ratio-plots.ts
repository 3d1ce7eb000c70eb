/** @file How many times as long as Adjoint the others take, for each workload. */
import * as Plot from "@observablehq/plot";
import { type EngineName, engines } from "../../catalogue/engines.ts";
import { formatRatio } from "../format.ts";
import type { Report } from "../schema.ts";
import type { Page } from "./dom.ts";
import { figure } from "./figure.ts";
import { looks } from "./palette.ts";

interface Bar {
  readonly title: string;
  readonly engine: EngineName;
  readonly ratio: number;
  readonly low: number;
  readonly high: number;
}

export function ratioPlots(page: Page, { workloads, results }: Report): HTMLElement[] {
  return workloads.flatMap(({ name }) => {
    const bars = results.flatMap(({ workload, engine, ratio }): Bar[] => {
      if (workload !== name || ratio === undefined || ratio.to === engine || ratio.median <= 0) return [];
      const { median, low, high } = ratio;
      return [{ title: engines[engine].title, engine, ratio: median, low: low > 0 ? low : median, high }];
    });
    return bars.length === 0 ? [] : [figure(page, { title: `${name}: time over that of Adjoint`, ...drawing(bars) })];
  });
}

function drawing(bars: readonly Bar[]): { readonly description: string; readonly plot: Plot.PlotOptions } {
  const ends = bars.flatMap(({ ratio, low, high }) => [ratio, low, high]);
  const said = bars.map(({ title, ratio }) => `${title} ${formatRatio(ratio)}`).join(", ");
  return {
    description: `${said}. Above 1 Adjoint is faster.`,
    plot: {
      height: 54 + 24 * bars.length,
      marginLeft: 190,
      marginRight: 70,
      // One is always seen, and so is on which side of it a bar ends.
      x: {
        type: "log",
        label: "times as long as Adjoint on the same device",
        domain: [Math.min(0.5, ...ends), Math.max(2, ...ends)],
        grid: true,
        ticks: 5,
        tickFormat: "~g",
      },
      y: { label: null, domain: bars.map(({ title }) => title) },
      marks: [
        Plot.barX(bars, {
          x1: 1,
          x2: "ratio",
          y: "title",
          fill: (bar: Bar) => looks[bar.engine].color,
          insetTop: 2,
          insetBottom: 2,
        }),
        Plot.ruleY(bars, { x1: "low", x2: "high", y: "title", stroke: "currentColor", strokeWidth: 1.5 }),
        Plot.ruleX([1], { stroke: "currentColor" }),
        Plot.text(bars, {
          x: (bar: Bar) => Math.max(1, bar.ratio, bar.high),
          y: "title",
          text: (bar: Bar) => formatRatio(bar.ratio),
          textAnchor: "start",
          dx: 6,
        }),
      ],
    },
  };
}
