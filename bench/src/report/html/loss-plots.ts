/** @file The losses of training, step by step, beside those that double precision gives. */
import * as Plot from "@observablehq/plot";
import type { Report, Result } from "../schema.ts";
import type { Page } from "./dom.ts";
import { figure } from "./figure.ts";
import { engineEntry, type LegendEntry } from "./legend.ts";
import { type Look, looks } from "./palette.ts";

const reference: LegendEntry = {
  name: "PyTorch, float64: the reference",
  look: { color: "currentColor", dash: "1 4", symbol: "diamond" },
};

export function lossPlots(page: Page, { workloads, results }: Report): HTMLElement[] {
  return workloads.flatMap(({ name, referenceLosses }) => {
    const curves = results.filter(({ workload, losses }) => workload === name && losses.length > 1);
    if (curves.length === 0) return [];
    const drawn: { readonly losses: Result["losses"]; readonly look: Look }[] = [
      ...curves.map(({ engine, losses }) => ({ losses, look: looks[engine] })),
      ...(referenceLosses.length > 0 ? [{ losses: referenceLosses, look: reference.look }] : []),
    ];
    return [
      figure(page, {
        title: `Loss: ${name}`,
        description: `The loss at each step on ${curves.length} engines and in double precision. Engines that compute the same have the same line.`,
        entries: [
          ...curves.map(({ engine, loss }) =>
            engineEntry(engine, loss?.isOff === true ? "off by more than 1 %" : undefined),
          ),
          ...(referenceLosses.length > 0 ? [reference] : []),
        ],
        plot: {
          height: 300,
          marginLeft: 56,
          x: { label: "step", ticks: 10, tickFormat: "d" },
          y: { label: "loss", grid: true },
          marks: drawn.flatMap(({ losses, look }) => curve(losses, look)),
        },
      }),
    ];
  });
}

function curve(losses: Result["losses"], { color, dash, symbol }: Look): Plot.Markish[] {
  const points = losses.flatMap((loss, i) => (loss === null ? [] : [{ step: i + 1, loss }]));
  const place = { x: "step", y: "loss" } as const;
  return [
    Plot.line(points, { ...place, stroke: color, strokeDasharray: dash, strokeWidth: 2 }),
    Plot.dot(points, { ...place, fill: color, symbol, r: 2.5 }),
  ];
}
