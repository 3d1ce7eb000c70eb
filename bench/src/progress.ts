/** @file The progress of a run, on its error output: a bar on a terminal, a line for each workload elsewhere. */
import { SingleBar } from "cli-progress";
import type { Step } from "./measure/measure.ts";

export interface Progress {
  /** Something that is not a workload has begun. */
  announce(what: string): void;
  /** A step begins. */
  step(step: Step): void;
  /** A workload is done, of which `steps` were planned, whether all were taken or not. */
  finish(name: string, steps: number, outcome: string): void;
  stop(): void;
}

/** Counts steps out of `total`. */
export function startProgress(total: number, workloads: number, output: NodeJS.WriteStream = process.stderr): Progress {
  return output.isTTY ? barOf(total, output) : linesOf(total, workloads, output);
}

function barOf(total: number, output: NodeJS.WriteStream): Progress {
  const beginMs = performance.now();
  const bar = new SingleBar({
    format: "{bar} {value}/{total} | {left} | {what}",
    stream: output,
    hideCursor: true,
    barCompleteChar: "█",
    barIncompleteChar: "░",
    barsize: 20,
    // Signals are ours: what is done must be written.
    gracefulExit: false,
  });
  let planned = 0;
  let taken = 0;
  const show = (what: string): void => {
    const done = Math.min(planned + taken, total);
    bar.update(done, { what, left: timeLeft(done, total, performance.now() - beginMs) });
  };
  bar.start(total, 0, { what: "…", left: "…" });
  return {
    announce: show,
    step({ workload, engine, round }) {
      show(`${workload.name} | ${engine} | ${round === 0 ? "setting up" : `round ${round}`}`);
      taken++;
    },
    finish(name, steps) {
      planned += steps;
      taken = 0;
      show(name);
    },
    stop: () => bar.stop(),
  };
}

function linesOf(total: number, workloads: number, output: NodeJS.WriteStream): Progress {
  const beginMs = performance.now();
  let done = 0;
  let finished = 0;
  return {
    announce: (what) => void output.write(`${what}\n`),
    step: () => undefined,
    finish(name, steps, outcome) {
      done += steps;
      finished++;
      const left = timeLeft(done, total, performance.now() - beginMs);
      output.write(`[${finished}/${workloads}] ${name}: ${outcome}; ${left}\n`);
    },
    stop: () => undefined,
  };
}

/** By what the steps so far took; engines and workloads differ, so it is a guess. */
function timeLeft(done: number, total: number, elapsedMs: number): string {
  if (done === 0) return "…";
  const seconds = Math.round(((total - done) * elapsedMs) / done / 1000);
  return seconds < 100 ? `about ${seconds} s left` : `about ${Math.round(seconds / 60)} min left`;
}
