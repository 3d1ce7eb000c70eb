/** @file Cells and limits that no machine has measured. */
import type { EngineName } from "../../src/catalogue/engines.ts";
import { workload } from "../../src/catalogue/workloads.ts";
import type { Limits } from "../../src/measure/limits.ts";
import type { Cell } from "../../src/measure/result.ts";

export function cellOf(name: string, engine: EngineName, rounds: Cell["rounds"], facts: Partial<Cell> = {}): Cell {
  return {
    workload: workload(name),
    engine,
    trouble: undefined,
    rounds,
    firstRunMs: undefined,
    setUpMs: undefined,
    error: undefined,
    losses: [],
    held: undefined,
    counters: undefined,
    residentBytes: undefined,
    threads: 2,
    ...facts,
  };
}

/** Round numbers, the sizes of copies in no order. */
export const limits: Limits = {
  cpu: {
    threads: 2,
    isFused: true,
    fma: { one: 10, all: 20 },
    copy: {
      one: [
        { bytes: 1e5, gigabytesPerSecond: 20 },
        { bytes: 1e8, gigabytesPerSecond: 5 },
      ],
      all: [
        { bytes: 1e8, gigabytesPerSecond: 10 },
        { bytes: 1e5, gigabytesPerSecond: 40 },
      ],
    },
  },
  webgpu: {
    adapter: "constructed",
    fma: 100,
    copy: [{ bytes: 1e6, gigabytesPerSecond: 50 }],
    dispatchMs: 0.05,
    readbackMs: 0.2,
  },
};

export const noLimits: Limits = { cpu: { trouble: "no SIMD" }, webgpu: { trouble: "no adapter" } };
