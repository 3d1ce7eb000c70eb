/** @file A training run as one HTML file that needs nothing else: curves by uPlot, and examples drawn. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

/** A grey image beside what was made of it. */
export interface Drawing {
  readonly width: number;
  readonly height: number;
  /** Row by row, from 0 (paper) to 1 (ink). */
  readonly pixels: ArrayLike<number>;
  readonly caption: string;
  /** False marks the example as failed. */
  readonly isRight: boolean;
}

export interface Report {
  readonly title: string;
  /** Figures by name, in the order of display. */
  readonly figures: Readonly<Record<string, string>>;
  /** The loss at each step. */
  readonly losses: readonly number[];
  /** The duration of each step. */
  readonly stepMs: readonly number[];
  readonly drawings: readonly Drawing[];
}

/** The text of the HTML file. */
export function reportHtml(report: Report): string {
  const { title, figures, losses, stepMs, drawings } = report;
  const uplot = (file: string): string =>
    readFileSync(createRequire(import.meta.url).resolve(`uplot/dist/${file}`), "utf8");
  const rows = Object.entries(figures).map(
    ([name, value]) => `<tr><th>${escapeHtml(name)}</th><td>${escapeHtml(value)}</td></tr>`,
  );
  const data = {
    losses,
    smoothed: runningMean(losses),
    stepMs,
    drawings: drawings.map(({ width, height, pixels }) => ({
      width,
      height,
      ink: Array.from(pixels, (ink) => Math.round(255 * ink)),
    })),
  };
  const captions = drawings.map(
    ({ caption, isRight }, i) =>
      `<figure class="${isRight ? "right" : "wrong"}"><canvas id="drawing${i}"></canvas><figcaption>${escapeHtml(caption)}</figcaption></figure>`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>
${uplot("uPlot.min.css")}
body { font: 15px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #222; }
table { border-collapse: collapse; } th { text-align: left; font-weight: normal; color: #666; padding-right: 2rem; }
figure { margin: 0.5rem 0; } canvas { image-rendering: pixelated; max-width: 100%; border: 1px solid #ddd; }
figcaption { font-family: ui-monospace, monospace; white-space: pre; } .wrong figcaption { color: #b00020; }
.plot { overflow-x: auto; }
</style>
</head>
<body>
<h1>${escapeHtml(title)}</h1>
<table>${rows.join("")}</table>
<h2>Loss</h2><div class="plot" id="loss"></div>
<h2>Time per step</h2><div class="plot" id="time"></div>
${captions.length > 0 ? `<h2>Examples</h2>${captions.join("\n")}` : ""}
<script>${uplot("uPlot.iife.min.js")}</script>
<script>
const report = ${JSON.stringify(data)};
const steps = report.losses.map((_, i) => i + 1);
const plot = (id, series, values) => new uPlot({
  width: Math.min(900, innerWidth - 40), height: 300, scales: { x: { time: false } },
  axes: [{ label: "step" }, {}], series: [{ label: "step" }, ...series],
}, [steps, ...values], document.getElementById(id));
plot("loss", [{ label: "loss", stroke: "#9ecae1" }, { label: "running mean", stroke: "#08519c", width: 2 }],
  [report.losses, report.smoothed]);
plot("time", [{ label: "ms", stroke: "#238b45" }], [report.stepMs]);
report.drawings.forEach(({ width, height, ink }, i) => {
  const canvas = document.getElementById("drawing" + i);
  Object.assign(canvas, { width, height });
  canvas.style.width = width * 6 + "px";
  const image = new ImageData(width, height);
  ink.forEach((value, p) => image.data.set([255 - value, 255 - value, 255 - value, 255], 4 * p));
  canvas.getContext("2d").putImageData(image, 0, 0);
});
</script>
</body>
</html>
`;
}

function runningMean(values: readonly number[]): number[] {
  let mean = values[0] ?? 0;
  return values.map((value) => {
    mean = 0.95 * mean + 0.05 * value;
    return mean;
  });
}

function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
