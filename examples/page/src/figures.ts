/** @file The state of a run in words and numbers. */
import type { BackendInfo } from "adjoint";
import { element, setText } from "./dom.ts";
import type { RunState } from "./run-state.ts";

/** Steps over which times are averaged. */
const RECENT = 20;

/** Writes the state into the page. */
export function showFigures(state: RunState): void {
  const { info, steps, losses, stepMs, characterErrorRate } = state;
  const step = losses.length;
  const recent = stepMs.slice(-RECENT);
  const ms = recent.reduce((sum, value) => sum + value, 0) / recent.length;
  const write = (id: string, text: string): void => setText(element(id, HTMLElement), text);

  write("status", statusOf(state));
  showFailure(state);
  const progress = element("progress", HTMLProgressElement);
  progress.max = steps ?? 1;
  progress.value = step;
  write("progress-text", steps === undefined ? "" : `${step} of ${steps} steps${timeLeft(state, ms)}`);
  write("backend", info === undefined ? "–" : nameOf(info));
  write("device", info?.adapter ?? "–");
  write("step-time", step === 0 ? "–" : `${ms.toFixed(1)} ms`);
  write("loss", losses.at(-1)?.toFixed(4) ?? "–");
  write("error-rate", characterErrorRate === undefined ? "–" : `${(100 * characterErrorRate).toFixed(1)} %`);
}

function timeLeft({ phase, steps = 0, losses }: RunState, ms: number): string {
  if (phase !== "training" || losses.length === 0) return "";
  return `, ${Math.ceil(((steps - losses.length) * ms) / 1000)} s left`;
}

function nameOf({ backend, threads }: BackendInfo): string {
  return backend === "cpu" ? `cpu, ${threads} ${threads === 1 ? "thread" : "threads"}` : backend;
}

function statusOf({ phase, info, losses }: RunState): string {
  switch (phase) {
    case "starting":
      return "Starting the backend.";
    case "training":
      return `Training on ${info?.backend}.${remark(info)}`;
    case "paused":
      return `Paused after step ${losses.length}.`;
    case "stopping":
      return "Stopping.";
    case "stopped":
      return `Stopped after step ${losses.length}.`;
    case "done":
      return `Done after ${losses.length} steps on ${info?.backend}.`;
    case "failed":
      return `Failed after step ${losses.length}.`;
    default:
      return phase satisfies never;
  }
}

/** Why things are not as one may expect. */
function remark(info: BackendInfo | undefined): string {
  const fallback = info?.fallback === undefined ? "" : ` ${sentence(`WebGPU was not taken: ${info.fallback}`)}`;
  const isAlone = info?.backend === "cpu" && !globalThis.crossOriginIsolated;
  return `${fallback}${isAlone ? " The page is not cross-origin isolated, so there is one thread." : ""}`;
}

/** Texts of browsers, which errors may quote, end with a full stop; ours do not. */
function sentence(text: string): string {
  return text.endsWith(".") ? text : `${text}.`;
}

function showFailure({ failure }: RunState): void {
  const target = element("failure", HTMLElement);
  const lines = failure === undefined ? [] : [sentence(`${failure.name}: ${failure.text}`)];
  if (failure?.hint !== undefined) lines.push(sentence(`What helps: ${failure.hint}`));
  if ([...target.children].map((line) => line.textContent).join() === lines.join()) return;
  target.replaceChildren(
    ...lines.map((line) => {
      const paragraph = document.createElement("p");
      paragraph.textContent = line;
      return paragraph;
    }),
  );
}
