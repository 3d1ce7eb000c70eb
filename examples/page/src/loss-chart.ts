/** @file The curves of the losses, drawn over each other, so that one sees whether runs agree. */
import uPlot from "uplot";
import { cssColor, element } from "./dom.ts";

export interface Curve {
  readonly run: number;
  readonly label: string;
  readonly losses: readonly number[];
}

/** How many curves can be told apart. */
export const MOST_CURVES = 4;

/** Later curves have gaps, through which an earlier one shows where the two are the same. */
const DASHES: readonly number[][] = [[], [10, 8], [2, 6], [10, 6, 2, 6]];

/** Distances of ticks. */
const WHOLE_NUMBERS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000];

export interface LossChart {
  /** Draws the curves over the steps from 1 to `steps`. */
  draw(curves: readonly Curve[], steps: number): void;
  /** Draws anew in the colours of the style sheet. */
  recolor(): void;
}

export function createLossChart(): LossChart {
  const parent = element("chart", HTMLDivElement);
  let plot: uPlot | undefined;
  let shown: { readonly curves: readonly Curve[]; readonly steps: number } = { curves: [], steps: 1 };
  let structure = "";

  const size = () => ({ width: parent.clientWidth, height: 280 });
  const draw: LossChart["draw"] = (curves, steps) => {
    shown = { curves, steps };
    const structureNow = JSON.stringify([steps, ...curves.map(({ label }) => label)]);
    if (plot === undefined || structureNow !== structure) {
      plot?.destroy();
      plot = new uPlot(options(curves, steps, size()), dataOf(shown), parent);
      structure = structureNow;
    } else plot.setData(dataOf(shown));
    const canvas = plot.ctx.canvas;
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", summary(curves));
  };
  new ResizeObserver(() => plot?.setSize(size())).observe(parent);
  return {
    draw,
    recolor() {
      structure = "";
      draw(shown.curves, shown.steps);
    },
  };
}

function options(curves: readonly Curve[], steps: number, size: { width: number; height: number }): uPlot.Options {
  const axis = (label: string): uPlot.Axis => ({
    label,
    stroke: cssColor("--muted"),
    grid: { stroke: cssColor("--line"), width: 1 },
    ticks: { stroke: cssColor("--line"), width: 1 },
  });
  return {
    ...size,
    scales: {
      x: { time: false, range: [1, Math.max(2, steps)] },
      // Logarithmic, since a reader's first losses are a hundred times its last.
      y: { distr: 3, range: (_, min, max) => [0.9 * (min ?? 1), 1.1 * (max ?? 10)] },
    },
    axes: [{ ...axis("step"), incrs: WHOLE_NUMBERS }, axis("loss")],
    series: [
      { label: "step" },
      ...curves.map(({ run, label }) => ({
        label,
        stroke: cssColor(`--run-${(run - 1) % MOST_CURVES}`),
        width: 2,
        dash: DASHES[(run - 1) % MOST_CURVES] ?? [],
        points: { show: false },
        value: (_: uPlot, loss: number | null) => loss?.toFixed(4) ?? "–",
      })),
    ],
  };
}

function dataOf({ curves, steps }: { readonly curves: readonly Curve[]; readonly steps: number }): uPlot.AlignedData {
  const xs = Array.from({ length: steps }, (_, i) => i + 1);
  return [xs, ...curves.map(({ losses }) => xs.map((_, i) => losses[i] ?? null))];
}

/** What the chart shows, for those who cannot see it. */
function summary(curves: readonly Curve[]): string {
  const parts = curves.map(({ label, losses }) => {
    const [first, last] = [losses[0], losses.at(-1)];
    return first === undefined || last === undefined
      ? `${label}: no step yet`
      : `${label}: from ${first.toFixed(3)} to ${last.toFixed(3)} in ${losses.length} steps`;
  });
  return `Loss at each step. ${parts.join("; ")}`;
}
