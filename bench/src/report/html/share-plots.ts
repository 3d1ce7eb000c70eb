/** @file How near the results are to the limits of the machine. */
import * as Plot from "@observablehq/plot";
import { type EngineName, engineNames, engines } from "../../catalogue/engines.ts";
import { formatShare } from "../format.ts";
import type { Report } from "../schema.ts";
import type { Page } from "./dom.ts";
import { figure } from "./figure.ts";
import { engineEntry } from "./legend.ts";
import { looks } from "./palette.ts";

interface Dot {
  readonly workload: string;
  readonly engine: EngineName;
  readonly fraction: number;
  readonly said: string;
}

/** One plot for each device, since their limits differ. */
export function sharePlots(page: Page, { results }: Report): HTMLElement[] {
  return (["cpu", "webgpu"] as const).flatMap((device) => {
    const dots = results.flatMap(({ workload, engine, share }): Dot[] =>
      share === undefined || share.fraction <= 0 || engines[engine].device !== device
        ? []
        : [{ workload, engine, fraction: share.fraction, said: formatShare(share) }],
    );
    if (dots.length === 0) return [];
    const rows = [...new Set(dots.map(({ workload }) => workload))];
    const present = engineNames.filter((name) => dots.some(({ engine }) => engine === name));
    return [
      figure(page, {
        title: `Share of the nearest limit, ${device}`,
        description: `For ${rows.length} workloads, the part of the time that the nearest limit alone would take. 1 is the limit.`,
        entries: present.map((engine) => engineEntry(engine)),
        plot: {
          height: 54 + 20 * rows.length,
          marginLeft: 210,
          x: {
            type: "log",
            label: "share of the limit",
            domain: [
              Math.min(0.1, ...dots.map(({ fraction }) => fraction)),
              Math.max(1, ...dots.map(({ fraction }) => fraction)),
            ],
            grid: true,
            tickFormat: "~g",
          },
          y: { label: null, domain: rows, grid: true },
          marks: [Plot.ruleX([1], { stroke: "currentColor" }), ...present.map((engine) => dotsOf(engine, dots))],
        },
      }),
    ];
  });
}

function dotsOf(engine: EngineName, dots: readonly Dot[]): Plot.Markish {
  const { color, symbol } = looks[engine];
  return Plot.dot(
    dots.filter((dot) => dot.engine === engine),
    {
      x: "fraction",
      y: "workload",
      fill: color,
      symbol,
      r: 4,
      title: ({ workload, said }: Dot) => `${workload}, ${engine}: ${said}`,
    },
  );
}
