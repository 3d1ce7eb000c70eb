/** @file The page: hands data to its worker, shows progress, and does what pages do meanwhile. */
import type { Report, Result, Task } from "./messages.ts";
import { train } from "./train.ts";

const TICK_MS = 10;

const query = new URLSearchParams(location.search);
const status = document.querySelector("#status");
const output = document.querySelector("#ticks");

function show(report: Report): void {
  if (status === null) return;
  if (report.kind === "progress") status.textContent = `Step ${report.step}: the loss is ${report.loss.toFixed(4)}.`;
  else if (report.kind === "failure") status.textContent = `Failed. ${report.message}`;
  else status.textContent = `Done on ${report.backend}. The loss is ${report.losses.at(-1)?.toFixed(4)}.`;
}

/** The sum of two waves, on a grid. */
function makeTask(): Task {
  const side = 16;
  const points = Float32Array.from({ length: 2 * side * side }, (_, i) => {
    const at = i >> 1;
    return ((i % 2 === 0 ? at % side : Math.floor(at / side)) / side) * 4 - 2;
  });
  const values = Float32Array.from({ length: side * side }, (_, i) => {
    return Math.sin(points[2 * i] ?? 0) + Math.cos(points[2 * i + 1] ?? 0);
  });
  const backend = (query.get("backend") ?? "auto") as Task["backend"];
  return { backend, points, values, steps: Number(query.get("steps") ?? 200) };
}

function trainInWorker(task: Task): Promise<Result> {
  const worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
  return new Promise<Result>((resolve, reject) => {
    worker.onerror = ({ message }) => reject(new Error(message));
    worker.onmessage = ({ data }: MessageEvent<Report>) => {
      if (data.kind === "progress") show(data);
      else if (data.kind === "result") resolve(data);
      else reject(new Error(data.message));
    };
    worker.postMessage(task, [task.points.buffer, task.values.buffer]);
  }).finally(() => worker.terminate());
}

let ticks = 0;
const timer = setInterval(() => {
  ticks++;
  if (output !== null) output.textContent = String(ticks);
}, TICK_MS);

/** What the page has got: for whoever opens its console, and for the test. */
interface Outcome {
  readonly result: Result;
  readonly ticks: number;
}

const run = query.get("in") === "page" ? train(makeTask(), show) : trainInWorker(makeTask());
const outcome: Promise<Outcome> = run.then((result) => {
  clearInterval(timer);
  show(result);
  return { result, ticks };
});
outcome.catch((error: unknown) => show({ kind: "failure", message: String(error) }));
Object.assign(globalThis, { outcome });
