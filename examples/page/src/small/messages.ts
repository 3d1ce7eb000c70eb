/** @file What the page and its worker say to each other: plain data, no tensors, as these belong to the worker's engine. */
import type { BackendInfo } from "adjoint";

/** From the page: what to learn. The arrays are handed over, not copied. */
export interface Task {
  readonly backend: "auto" | "cpu" | "webgpu";
  /** Points in rows of two coordinates, and what the function is there. */
  readonly points: Float32Array<ArrayBuffer>;
  readonly values: Float32Array<ArrayBuffer>;
  readonly steps: number;
}

/** From the worker, while it trains. */
export interface Progress {
  readonly kind: "progress";
  readonly step: number;
  readonly loss: number;
}

/** What was learnt: the last of the worker's messages. */
export interface Result {
  readonly kind: "result";
  readonly backend: BackendInfo["backend"];
  readonly losses: readonly number[];
  /** The weights, one array for each layer and bias. */
  readonly weights: readonly Float32Array[];
}

export interface Failure {
  readonly kind: "failure";
  readonly message: string;
}

export type Report = Progress | Result | Failure;
