/** @file Suites that every backend runs: on the CPU from a file of their own, on WebGPU from one that imports that file. */
import { type ConfigureOptions, configure, shutdown } from "adjoint";
import { afterAll, beforeAll, expect } from "vitest";

export type TestedBackend = "cpu" | "webgpu";

/** The backend that this file's suites run on. */
export function testedBackend(): TestedBackend {
  return process.env["ADJOINT_BACKEND"] === "webgpu" ? "webgpu" : "cpu";
}

/** Starts the backend before the suites of a file, on one thread if nothing else is said, and stops it behind them. */
export function useBackend(options: ConfigureOptions = {}): void {
  beforeAll(async () => {
    const backend = testedBackend();
    expect(await configure({ backend, threads: 1, ...options })).toMatchObject({ backend });
  });
  afterAll(() => shutdown());
}
