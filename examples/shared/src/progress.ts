/** @file The progress of a training run: a bar on a terminal, a line for every tenth elsewhere. */
import { SingleBar } from "cli-progress";

export interface Progress {
  /** Shows that `step` steps are done. */
  update(step: number, loss: number): void;
  /** Ends the display. */
  stop(): void;
  /** Milliseconds of each step so far. */
  readonly stepMs: readonly number[];
}

/** Shows steps out of `total`, the loss as a running mean, milliseconds a step, and the time left. */
export function startProgress(total: number, output: NodeJS.WriteStream = process.stderr): Progress {
  const stepMs: number[] = [];
  let smoothed: number | undefined;
  let lastMs = performance.now();
  const bar = output.isTTY
    ? new SingleBar({
        format: "{bar} {percentage}% | step {value}/{total} | loss {loss} | {ms} ms/step | {left} s left",
        stream: output,
        hideCursor: true,
        barCompleteChar: "█",
        barIncompleteChar: "░",
        barsize: 24,
      })
    : undefined;
  bar?.start(total, 0, { loss: "…", ms: "…", left: "…" });

  return {
    stepMs,
    update(step, loss) {
      const nowMs = performance.now();
      stepMs.push(nowMs - lastMs);
      lastMs = nowMs;
      smoothed = smoothed === undefined ? loss : 0.95 * smoothed + 0.05 * loss;
      const recent = stepMs.slice(-50);
      const ms = recent.reduce((sum, value) => sum + value, 0) / recent.length;
      const left = ((total - step) * ms) / 1000;
      const shown = { loss: smoothed.toFixed(4), ms: ms.toFixed(1), left: left.toFixed(0) };
      if (bar !== undefined) bar.update(step, shown);
      else if (Math.floor((10 * step) / total) > Math.floor((10 * (step - 1)) / total)) {
        output.write(`step ${step}/${total}  loss ${shown.loss}  ${shown.ms} ms/step  ${shown.left} s left\n`);
      }
    },
    stop: () => bar?.stop(),
  };
}
