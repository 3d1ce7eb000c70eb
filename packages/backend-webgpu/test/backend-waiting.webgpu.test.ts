/** @file Waiting for a device in Node: neither a core is burnt, nor much time lost, nor a process kept from its end. */
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bundleForNode } from "../../../scripts/lib/bundle.mjs";
import { startWebgpuBackend, type WebgpuBackend } from "../src/webgpu-backend.ts";
import { PlanOnDevice } from "./support/run-plan.ts";
import { slowPlan } from "./support/slow-plan.ts";

let backend: WebgpuBackend;
let slow: PlanOnDevice;
beforeAll(async () => {
  backend = await startWebgpuBackend({});
  slow = await PlanOnDevice.prepare(backend, slowPlan());
});
afterAll(async () => {
  slow.release();
  await backend.dispose();
});

/** Waits for that many rounds. */
async function waitMs(rounds: number): Promise<number> {
  slow.submit([rounds]);
  const startMs = performance.now();
  await slow.read();
  return performance.now() - startMs;
}

/** Rounds that take about this long. */
async function roundsFor(ms: number): Promise<number> {
  for (let rounds = 1 << 16; ; rounds *= 2) {
    const elapsedMs = await waitMs(rounds);
    if (elapsedMs > ms) return rounds;
    if (rounds >= 2 ** 30) throw new Error(`${rounds} rounds took ${elapsedMs} ms`);
  }
}

/** Counts what runs through the event loop meanwhile. */
async function turnsOf(run: () => Promise<unknown>): Promise<number> {
  const { setImmediate, setTimeout } = globalThis;
  let turns = 0;
  const counted = <F extends (...args: never[]) => unknown>(f: F): F =>
    ((...args: Parameters<F>) => {
      turns++;
      return f(...args);
    }) as unknown as F;
  Object.assign(globalThis, { setImmediate: counted(setImmediate), setTimeout: counted(setTimeout) });
  try {
    await run();
  } finally {
    Object.assign(globalThis, { setImmediate, setTimeout });
  }
  return turns;
}

describe("a long wait", () => {
  test("asks the device about once a millisecond, and less after a while", async () => {
    const rounds = await roundsFor(300);
    let elapsedMs = 0;
    const turns = await turnsOf(async () => {
      elapsedMs = await waitMs(rounds);
    });
    // Some dozen questions in the first 2 ms; then one in 1 ms up to 16 ms, one in 2 ms from there.
    expect(turns).toBeLessThan(100 + elapsedMs / 2);
    expect(turns).toBeGreaterThan(3);
  });

  test("costs no second core beside the one that the kernel runs on", async () => {
    const rounds = await roundsFor(300);
    const before = process.cpuUsage();
    const elapsedMs = await waitMs(rounds);
    const { user, system } = process.cpuUsage(before);
    // A software adapter computes in this process: one core, as the kernel has one program. Polling takes another whole.
    expect((user + system) / 1000).toBeLessThan(1.5 * elapsedMs + 20);
  });

  test("leaves the event loop to others", async () => {
    const rounds = await roundsFor(300);
    let ticks = 0;
    const timer = setInterval(() => ticks++, 5);
    const elapsedMs = await waitMs(rounds);
    clearInterval(timer);
    expect(ticks).toBeGreaterThan(elapsedMs / 50);
  });

  test("leaves setImmediate as it was", async () => {
    const { setImmediate } = globalThis;
    const waiting = waitMs(1 << 20);
    expect(globalThis.setImmediate).toBe(setImmediate);
    await waiting;
    expect(globalThis.setImmediate).toBe(setImmediate);
  });
});

describe("a process", () => {
  // Inside the package, so that the package webgpu is found.
  const cache = fileURLToPath(new URL("../node_modules/.cache", import.meta.url));
  let folder = "";
  let program = "";
  beforeAll(async () => {
    mkdirSync(cache, { recursive: true });
    folder = mkdtempSync(join(cache, "waiting-"));
    const entry = fileURLToPath(new URL("fixtures/device-program.ts", import.meta.url));
    ({ program = "" } = await bundleForNode({ program: entry }, folder));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function run(...args: string[]): Promise<{ stdout: string; code: number | null; signal: string | null }> {
    const child = spawn(process.execPath, [program, ...args], {
      stdio: ["ignore", "pipe", "inherit"],
      timeout: 60_000,
    });
    let stdout = "";
    child.stdout.on("data", (chunk: Buffer) => {
      stdout += chunk.toString();
    });
    return new Promise((resolve) => child.on("close", (code, signal) => resolve({ stdout, code, signal })));
  }

  test.each([
    ["whose backend was never disposed", "read", "read\n"],
    ["that disposed of it", "dispose", "read\ndisposed\n"],
    ["that does not wait for what it submitted", "submit", "submitted\n"],
    ["whose device is lost", "lose", "DeviceLostError\n"],
    ["whose wait is over before it has begun", "start", "started\n"],
  ])("%s ends by itself", async (_, what, stdout) => {
    expect(await run(what)).toEqual({ stdout, code: 0, signal: null });
  });

  test("may have workers with a device each", async () => {
    const work = (what: string): Promise<number> => {
      const worker = new Worker(program, { argv: [what], stdout: true });
      return new Promise((resolve, reject) => worker.on("exit", resolve).on("error", reject));
    };
    expect(await Promise.all([work("read"), work("dispose")])).toEqual([0, 0]);
  });
});
