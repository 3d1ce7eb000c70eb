/** @file The two modes of pages, in Node: order, failures, and who does the work. */
import { type Backend, BackendError, type Plan, type Submission } from "@adjoint/core";
import { afterEach, describe, expect, test, vi } from "vitest";
import { Arena } from "../src/arena.ts";
import { createCpuBackend } from "../src/cpu-backend.ts";
import { CpuBuffer } from "../src/cpu-buffer.ts";
import type { EncodedPlan } from "../src/encoded-plan.ts";
import { Executor } from "../src/threads/executor.ts";
import { PageQueue } from "../src/threads/page-queue.ts";
import type { RunMode } from "../src/threads/run-mode.ts";
import { countingModule, trappingModule } from "./kernels.ts";
import { doubles, doublesPlan, scale, scalePlan } from "./plans.ts";

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  vi.restoreAllMocks();
  for (const close of closing.splice(0).reverse()) await close();
});

const modes: readonly RunMode[] = ["coordinated", "sliced"];

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** A backend whose queue is there, and whose coordinator has started, if it has one. */
async function start(mode: RunMode, threads = 2): Promise<Backend> {
  const backend = await createCpuBackend({ threads, mode });
  closing.push(() => backend.dispose());
  const plan = scalePlan(1);
  const [step] = plan.steps;
  if (step?.kind === "kernel") await backend.prepare?.({ ...plan, steps: [{ ...step, flops: 1e9 }] });
  if (mode === "coordinated") await coordinatorOf(backend);
  return backend;
}

/** Submits until runs are no longer done on this thread. */
async function coordinatorOf(backend: Backend): Promise<void> {
  const runPart = vi.spyOn(Executor.prototype, "runPart");
  const run = await scaleRun(backend, 1);
  for (let calls = -1; calls !== runPart.mock.calls.length; ) {
    await sleep(20);
    calls = runPart.mock.calls.length;
    run.submit(1);
    await backend.idle();
  }
  run.release();
  runPart.mockRestore();
}

interface ScaleRun {
  upload(data: Float32Array): void;
  submit(factor: number): void;
  download(): Promise<Float32Array>;
  /** Gives buffers back: all, if not told which. */
  release(which?: readonly number[]): void;
}

/** The plan of `scalePlan` with buffers of its own: the result is 10 (factor · x + 1) + 1. */
async function scaleRun(backend: Backend, blocks: number): Promise<ScaleRun> {
  const plan = scalePlan(blocks);
  const executable = await backend.compile(scale);
  const buffers = plan.slots.map((slot) => backend.allocate(slot.sizeBytes));
  const [input, , , copy] = buffers;
  if (input === undefined || copy === undefined) throw new Error("no buffers");
  return {
    upload: (data) => backend.upload(input, data),
    submit: (factor) => {
      backend.submit({ plan, executables: [executable, executable, undefined], buffers, scalars: [factor] });
    },
    download: async () => new Float32Array(await backend.download(copy, copy.sizeBytes)),
    release: (which) => {
      for (const [i, buffer] of buffers.entries()) if (which?.includes(i) ?? true) backend.release(buffer);
    },
  };
}

test("nothing is begun late in a turn that would hold the page up", async () => {
  const backend = await start("sliced", 1);
  const run = await scaleRun(backend, 8);
  let clockMs = 0;
  vi.spyOn(performance, "now").mockImplementation(() => clockMs);
  let [inTurn, calls, longest] = [0, 0, 0];
  vi.spyOn(Executor.prototype, "runPart").mockImplementation((_module, _args, _scratch, begin, end) => {
    // Half a slice and a little for each program: two would be too long.
    clockMs += 4.5 * (end - begin);
    longest = Math.max(longest, ++inTurn);
    calls++;
    queueMicrotask(() => {
      inTurn = 0;
    });
  });
  run.submit(1);
  await backend.idle();
  // How long programs take is known now.
  longest = 0;
  run.submit(2);
  await backend.idle();
  expect({ longest, calls }).toEqual({ longest: 1, calls: 32 });
  run.release();
});

describe.each(modes)("%s", (mode) => {
  test("uploads, runs, reads and releases keep their order, though none is waited for", async () => {
    const backend = await start(mode);
    const blocks = 300;
    const results: { readonly read: Promise<Float32Array>; readonly expected: number }[] = [];
    const data = new Float32Array(blocks * 1000);
    for (let i = 0; i < 12; i++) {
      // Memory that the run before has just given back, while it may still be at work.
      const run = await scaleRun(backend, blocks);
      run.upload(data.fill(i));
      run.submit(2);
      run.upload(data.fill(-1));
      results.push({ read: run.download(), expected: 10 * (2 * i + 1) + 1 });
      run.submit(3);
      results.push({ read: run.download(), expected: 10 * (3 * -1 + 1) + 1 });
      run.release();
    }
    for (const { read, expected } of results) expect(new Set(await read)).toEqual(new Set([expected]));
  });

  test("a new plan may take memory that was given back, and that a run before it will still write", async () => {
    const backend = await start(mode);
    const [long, short] = [await scaleRun(backend, 4000), await scaleRun(backend, 1)];
    const fresh = await scaleRun(backend, 1);
    fresh.upload(new Float32Array(1000).fill(1));
    long.upload(new Float32Array(4e6));
    for (let i = 0; i < 5; i++) long.submit(i);
    short.submit(2);
    // The arguments of the next plan fit into this hole.
    short.release([1]);
    fresh.submit(3);
    expect(new Set(await fresh.download())).toEqual(new Set([10 * (3 + 1) + 1]));
  });

  test("the event loop goes on turning while a long plan runs", async () => {
    const backend = await start(mode);
    const run = await scaleRun(backend, 4000);
    run.upload(new Float32Array(4e6).fill(1));
    let turns = 0;
    const timer = setInterval(() => turns++, 0);
    for (let i = 0; i < 20; i++) run.submit(i);
    const before = turns;
    expect((await run.download())[3_999_999]).toBe(10 * (19 + 1) + 1);
    clearInterval(timer);
    expect(turns - before).toBeGreaterThan(5);
    run.release();
  });

  test("double precision, whose functions cannot be sent, runs in order with the rest", async () => {
    const backend = await start(mode);
    const scaled = await scaleRun(backend, 300);
    scaled.upload(new Float32Array(300_000).fill(1));
    const plan = doublesPlan(100);
    const buffers = plan.slots.map((slot) => backend.allocate(slot.sizeBytes));
    const x = Float64Array.from({ length: 100 }, (_, i) => i / 10 - 5);
    const [input, output] = buffers;
    if (input === undefined || output === undefined) throw new Error("no buffers");
    const executables = [await backend.compile(doubles)];
    scaled.submit(4);
    backend.upload(input, x);
    backend.submit({ plan, executables, buffers, scalars: [0.1] });
    const read = backend.download(output, 800);
    scaled.submit(5);
    expect(new Float64Array(await read)).toEqual(x.map((v) => Math.exp(v * 0.1)));
    expect((await scaled.download())[0]).toBe(10 * (5 + 1) + 1);
  });

  test("dispose refuses what has not run", async () => {
    const backend = await start(mode);
    const run = await scaleRun(backend, 4000);
    for (let i = 0; i < 20; i++) run.submit(i);
    const read = run.download();
    const outcome = expect(read).rejects.toThrow("disposed");
    await backend.dispose();
    await outcome;
    expect(() => run.submit(1)).toThrow("disposed");
  });
});

test("the coordinator does the work, with workers of its own", async () => {
  const backend = await start("coordinated", 3);
  const runPart = vi.spyOn(Executor.prototype, "runPart");
  const run = await scaleRun(backend, 20);
  run.upload(new Float32Array(20_000).fill(1));
  for (let i = 0; i < 100; i++) run.submit(i);
  expect(new Set(await run.download())).toEqual(new Set([10 * (99 + 1) + 1]));
  expect(runPart).not.toHaveBeenCalled();
});

test("a worker script that cannot be loaded leaves the work to the page", async () => {
  const backend = await createCpuBackend({ threads: 2, mode: "coordinated", workerUrl: "file:///nowhere/worker.mjs" });
  closing.push(() => backend.dispose());
  const run = await scaleRun(backend, 20);
  for (let i = 0; i < 10; i++) {
    run.upload(new Float32Array(20_000).fill(i));
    run.submit(2);
    expect(new Set(await run.download())).toEqual(new Set([10 * (2 * i + 1) + 1]));
    await sleep(5);
  }
});

describe.each(modes)("failures: %s", (mode) => {
  /** One task of a module that counts or traps, whose plan reads and writes these buffers. */
  function encoded(executor: Executor, module: number, args: number): EncodedPlan {
    const list = executor.encodeTasks([{ module, args, programs: 1000, chunk: 10, isParallel: true }]);
    const segments = [{ kind: "tasks" as const, list }];
    return { pointers: [], scalars: [], segments } as unknown as EncodedPlan;
  }

  test("reach the listener and `idle`, and whatever reads what was to be made", async () => {
    const arena = new Arena({ isShared: true, maximumBytes: 2 ** 24 });
    const executor = new Executor(arena, { threads: 2, mode });
    closing.push(() => executor.dispose());
    const [trap, count] = [trappingModule(true, 500), countingModule(true)].map((m) => executor.register(m));
    const heard: [BackendError, Submission | undefined][] = [];
    const queue = new PageQueue(arena, executor, (error, submission) => heard.push([error, submission]));
    closing.push(() => queue.dispose());
    const args = arena.allocate(4000);
    const [a, b, c] = [0, 1, 2].map(() => new CpuBuffer(arena.allocate(64), 64));
    if (a === undefined || b === undefined || c === undefined || trap === undefined || count === undefined) return;
    const submission = (from: CpuBuffer, to: CpuBuffer): Submission => {
      const plan = { inputs: [0], outputs: [1] } as unknown as Plan;
      return { plan, executables: [], buffers: [from, to], scalars: [] };
    };
    // Before the coordinator has started and after.
    for (let round = 1; round <= 2; round++) {
      const [first, second, third] = [submission(a, b), submission(b, c), submission(a, c)];
      queue.submit(encoded(executor, trap, args), first);
      queue.submit(encoded(executor, count, args), second);
      await expect(queue.download(c, 64)).rejects.toThrow(/unreachable/);
      expect(heard.map(([, of]) => of)).toEqual([first, second]);
      expect(heard[0]?.[0]).toBe(heard[1]?.[0]);
      expect(heard[0]?.[0]).toBeInstanceOf(BackendError);
      await expect(queue.idle()).rejects.toBe(heard[0]?.[0]);
      await queue.idle();
      queue.submit(encoded(executor, count, args), third);
      expect((await queue.download(c, 64)).byteLength).toBe(64);
      queue.upload(b, new Float32Array(16));
      await queue.download(b, 64);
      heard.length = 0;
      await sleep(200);
    }
  });
});
