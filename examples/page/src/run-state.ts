/** @file What the page knows about a run. */
import type { Reading } from "@adjoint/example-sequence/training";
import type { BackendInfo } from "adjoint";
import type { Failure, Report, RunSettings } from "./protocol.ts";

export type Phase = "starting" | "training" | "paused" | "stopping" | "stopped" | "done" | "failed";

export interface RunState {
  readonly run: number;
  readonly settings: RunSettings;
  readonly phase: Phase;
  /** Known once the backend has started. */
  readonly info: BackendInfo | undefined;
  readonly steps: number | undefined;
  /** At each step so far; grows in place. */
  readonly losses: number[];
  readonly stepMs: number[];
  /** In the latest test. */
  readonly characterErrorRate: number | undefined;
  readonly readings: readonly Reading[];
  readonly failure: Failure | undefined;
}

export function newRun(run: number, settings: RunSettings): RunState {
  return {
    run,
    settings,
    phase: "starting",
    info: undefined,
    steps: undefined,
    losses: [],
    stepMs: [],
    characterErrorRate: undefined,
    readings: [],
    failure: undefined,
  };
}

/** True while the worker is busy with the run and can be told to do otherwise. */
export function isActive({ phase }: RunState): boolean {
  return phase === "starting" || phase === "training" || phase === "paused";
}

/** The state after a report. */
export function afterReport(state: RunState, report: Report): RunState {
  switch (report.kind) {
    case "started":
      return { ...state, info: report.info, steps: report.steps, phase: "training" };
    case "step":
      state.losses.push(report.loss);
      state.stepMs.push(report.stepMs);
      return state;
    case "test":
      return { ...state, characterErrorRate: report.characterErrorRate, readings: report.readings };
    case "paused":
      return { ...state, phase: "paused" };
    case "resumed":
      return { ...state, phase: "training" };
    case "ended":
      return { ...state, phase: report.isComplete ? "done" : "stopped" };
    case "failed":
      return { ...state, failure: report.failure, phase: "failed" };
    default:
      return report satisfies never;
  }
}
