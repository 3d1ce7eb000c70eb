/** @file What the page and its worker say to each other. */
import type { Reading } from "@adjoint/example-sequence/training";
import type { BackendInfo } from "adjoint";

export type BackendChoice = "auto" | "cpu" | "webgpu";

export interface RunSettings {
  readonly backend: BackendChoice;
  readonly seed: number;
  readonly epochs: number;
}

/** From the page. A start ends the run before it. */
export type Command =
  | { readonly kind: "start"; readonly run: number; readonly settings: RunSettings }
  | { readonly kind: "pause" | "resume" | "stop" };

/** From the worker, each about the run of that number. */
export type Report = { readonly run: number } & (
  | { readonly kind: "started"; readonly info: BackendInfo; readonly steps: number }
  | { readonly kind: "step"; readonly step: number; readonly loss: number; readonly stepMs: number }
  | { readonly kind: "test"; readonly characterErrorRate: number; readonly readings: readonly Reading[] }
  | { readonly kind: "paused" | "resumed" }
  /** The run's backend has stopped; `isComplete` if all steps were done. */
  | { readonly kind: "ended"; readonly isComplete: boolean }
  | { readonly kind: "failed"; readonly failure: Failure }
);

/** An error in the parts that the page shows. */
export interface Failure {
  readonly name: string;
  readonly text: string;
  /** What can be done about it, where the error says. */
  readonly hint: string | undefined;
}
