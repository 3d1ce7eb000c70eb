/** @file The page: it tells its worker what to do, and draws what the worker reports, once a frame at most. */
import { createControls } from "./controls.ts";
import { showFigures } from "./figures.ts";
import { createLossChart, MOST_CURVES } from "./loss-chart.ts";
import type { Command, Report, RunSettings } from "./protocol.ts";
import { showReadings } from "./readings-view.ts";
import { afterReport, isActive, newRun, type RunState } from "./run-state.ts";

const worker = new Worker("worker.js", { type: "module", name: "training" });
const send = (command: Command): void => worker.postMessage(command);

/** The latest runs, the current one last. */
let runs: readonly RunState[] = [];
const current = (): RunState | undefined => runs.at(-1);

function start(settings: RunSettings): void {
  const run = (current()?.run ?? 0) + 1;
  runs = [
    ...runs.map((state) => (isActive(state) ? ({ ...state, phase: "stopped" } as const) : state)),
    newRun(run, settings),
  ];
  runs = runs.slice(-MOST_CURVES);
  send({ kind: "start", run, settings });
  requestDraw();
}

function change(next: RunState): void {
  runs = runs.map((state) => (state.run === next.run ? next : state));
  requestDraw();
}

const controls = createControls(new URLSearchParams(location.search), {
  onStart: start,
  onPause: () => send({ kind: current()?.phase === "paused" ? "resume" : "pause" }),
  onStop() {
    const state = current();
    if (state === undefined) return;
    change({ ...state, phase: "stopping" });
    send({ kind: "stop" });
  },
  // The run that goes on is ended, and begins anew on the other backend.
  onSwitch(backend) {
    const state = current();
    if (state !== undefined && isActive(state)) start({ ...state.settings, backend });
  },
});

worker.onmessage = ({ data }: MessageEvent<Report>) => {
  const state = current();
  // Of a run before the current one nothing matters any more.
  if (state?.run === data.run) change(afterReport(state, data));
};
worker.onerror = ({ message }) => {
  const state = current();
  const failure = { name: "Error", text: message || "the worker does not load", hint: undefined };
  if (state !== undefined) change({ ...state, phase: "failed", failure });
};

const chart = createLossChart();
let isDrawRequested = false;

function requestDraw(): void {
  if (isDrawRequested) return;
  isDrawRequested = true;
  requestAnimationFrame(() => {
    isDrawRequested = false;
    draw();
  });
}

function draw(): void {
  const state = current();
  controls.show(state);
  if (state === undefined) return;
  showFigures(state);
  showReadings(state.readings);
  const curves = runs
    .filter(({ losses }) => losses.length > 0)
    .map(({ run, settings, info, losses }) => ({
      run,
      label: `${run}: ${info?.backend}, seed ${settings.seed}`,
      losses,
    }));
  chart.draw(curves, Math.max(...runs.map(({ steps = 1 }) => steps)));
}

chart.draw([], 1);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
  chart.recolor();
  requestDraw();
});
