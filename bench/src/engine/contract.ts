/** @file What an engine brings: loaded in a process of its own, it takes workloads as its users would write them. */
import type { Input } from "../workload/numbers.ts";
import type { Workload } from "../workload/types.ts";

export type Inputs = Readonly<Record<string, Input>>;

export interface EngineFacts {
  /** Of what it is made, where npm does not say. */
  readonly versions?: Readonly<Record<string, string>>;
  /** How many threads compute. */
  readonly threads: number;
  /** The WebGPU adapter, in its own words. */
  readonly adapter?: string;
  /** What it uses of the machine that matters for its times: `simd128`, `relaxed simd`, `shader-f16` … */
  readonly features?: readonly string[];
}

export interface Engine {
  readonly facts: EngineFacts;
  /** Brings the inputs to where it computes. Undefined if the engine has no such workload. */
  open(of: Workload, inputs: Inputs): Promise<Job | undefined>;
}

/** A workload that is set up. */
export interface Job {
  /** Runs it once, until the whole result is there: synchronised with the device. */
  run(): Promise<void>;
  /** The results of the last run, by the names that the workload gives them, row by row. */
  outputs(): Promise<Readonly<Record<string, ArrayLike<number>>>>;
  /** What the engine counted in the last run. */
  counters?(): Promise<Counters>;
  /** What the engine says that its tensors hold now. */
  heldBytes?(): number;
  /** Frees everything. */
  close(): Promise<void>;
}

/** By an engine that counts, for one run. */
export interface Counters {
  /** Kernels and products. */
  readonly dispatches: number;
  readonly submits: number;
  /** Read and written by kernels. */
  readonly movedBytes: number;
  readonly flops: number;
  /** Most that tensors and scratch memory held at once since the process started. */
  readonly peakBytes: number;
  /** What the host takes to build the graph and to find its known plan, in ms. */
  readonly planMs?: number;
  /** What the host takes from a known plan to its submission, in ms: memory, arguments, encoding; where it computes itself, that too. */
  readonly hostMs?: number;
  /** Runs of known structure, and of all, since the workload was opened. */
  readonly planHits: number;
  readonly planRuns: number;
}

/** Thrown at the start of an engine: this machine does not have what it needs. The message names it. */
export class MissingError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "MissingError";
  }
}

/** Gives an engine that is ready; what it loads, it loads now. */
export type StartEngine = () => Promise<Engine>;
