/** @file A worker of a page that computes on the CPU: told how many threads to take, it runs a program and reports. */
import { configure, manualSeed, type TypedArray } from "adjoint";
import { longTraining } from "./long-training.ts";
import { PROGRAMS } from "./programs.ts";
import { valuesOn } from "./values-on.ts";

export interface Task {
  /** One of the programs, or for how many steps to train. */
  readonly program: string | number;
  readonly threads: number;
}

export interface Report {
  /** As many threads as the backend says that it has. */
  readonly threads: number;
  /** Workers that were started. */
  readonly workers: number;
  readonly values: readonly TypedArray[];
}

let workers = 0;
const BuiltIn = globalThis.Worker;
globalThis.Worker = class extends BuiltIn {
  constructor(...args: ConstructorParameters<typeof Worker>) {
    super(...args);
    workers++;
  }
};

globalThis.onmessage = async ({ data }: MessageEvent<Task>) => {
  const { threads } = await configure({ backend: "cpu", threads: data.threads });
  const { program } = data;
  let values: readonly TypedArray[];
  if (typeof program === "string") {
    values = await valuesOn({ backend: "cpu", threads }, PROGRAMS[program] ?? (() => []));
  } else {
    manualSeed(11);
    values = [Float64Array.from(await longTraining()(program))];
  }
  postMessage({ threads, workers, values } satisfies Report);
};
