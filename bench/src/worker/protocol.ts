/** @file What is said between the harness and the process of an engine. One question at a time, one answer each. */
import type { Counters, EngineFacts } from "../engine/contract.ts";
import type { InputSpec } from "../workload/numbers.ts";
import type { Workload } from "../workload/types.ts";

export interface StartRequest {
  readonly kind: "start";
}

/** Sets a workload up and runs it once, or its steps if it is training. */
export interface OpenRequest {
  readonly kind: "open";
  readonly workload: Workload;
  readonly inputs: Readonly<Record<string, InputSpec>>;
  /** Which elements of which outputs to give. */
  readonly samples: Readonly<Record<string, readonly number[]>>;
}

/** Times the open workload. */
export interface TimeRequest {
  readonly kind: "time";
  /** Runs without a clock beforehand, for as long. */
  readonly warmUpMs: number;
  /** At most so many samples, each of enough runs to take `sampleMs`. */
  readonly samples: number;
  readonly sampleMs: number;
  /** No new sample begins after this. */
  readonly budgetMs: number;
}

/** Runs the open workload again and again, and looks what the process holds after a tenth of that and at the end. */
export interface HoldRequest {
  readonly kind: "hold";
  readonly runs: number;
}

export interface CloseRequest {
  readonly kind: "close";
}

export type Request = StartRequest | OpenRequest | TimeRequest | HoldRequest | CloseRequest;

export interface Started {
  readonly kind: "started";
  readonly facts: EngineFacts;
  /** From before the engine was loaded until it was ready. */
  readonly startMs: number;
}

export interface Opened {
  readonly kind: "opened";
  /** Setting up: inputs brought to where they are computed with. Drawing them is not in it. */
  readonly setUpMs: number;
  readonly firstRunMs: number;
  /** By output, the elements asked for; NaN where there is none. Outputs that the engine does not give are missing. */
  readonly outputs: Readonly<Record<string, readonly number[]>>;
  /** Of each step, if it is training. */
  readonly losses: readonly number[];
  readonly residentBytes: number | undefined;
}

/** The engine has no such workload. */
export interface Absent {
  readonly kind: "absent";
}

export interface Timed {
  readonly kind: "timed";
  /** Milliseconds of a run, in each sample. */
  readonly times: readonly number[];
  readonly counters: Counters | undefined;
  readonly residentBytes: number | undefined;
}

export interface Memory {
  /** Of the process; undefined in a page. */
  readonly residentBytes: number | undefined;
  /** By the engine's own account. */
  readonly heldBytes: number | undefined;
}

export interface Held {
  readonly kind: "held";
  readonly before: Memory;
  readonly after: Memory;
}

export interface Closed {
  readonly kind: "closed";
}

export interface Failed {
  readonly kind: "failed";
  readonly message: string;
  /** What the engine needs is not on this machine. */
  readonly isMissing: boolean;
}

export type Response = Started | Opened | Absent | Timed | Held | Closed | Failed;

/** What a request is answered by, unless it failed. */
export interface Answers {
  readonly start: Started;
  readonly open: Opened | Absent;
  readonly time: Timed;
  readonly hold: Held;
  readonly close: Closed;
}

export type Answer<R extends Request> = Answers[R["kind"]];
