import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { BackendError } from "@adjoint/core";
import { afterEach, describe, expect, test } from "vitest";
import { Arena } from "../src/arena.ts";
import { Executor } from "../src/threads/executor.ts";
import { workerSource } from "../src/threads/worker-main.ts";
import { ModuleBuilder } from "../src/wasm/module-builder.ts";
import { countingModule, scratchModule, summingModule, trappingModule } from "./kernels.ts";

const open: Executor[] = [];
afterEach(async () => {
  for (const executor of open.splice(0)) await executor.dispose();
});

function setUp(threads: number, isShared = true): { arena: Arena; executor: Executor } {
  const arena = new Arena({ isShared, maximumBytes: 256 * 2 ** 20 });
  const executor = new Executor(arena, { threads });
  open.push(executor);
  return { arena, executor };
}

function words(arena: Arena, pointer: number, count: number): Int32Array {
  return arena.views.i32.subarray(pointer >>> 2, (pointer >>> 2) + count) as Int32Array;
}

describe.each([
  [1, false],
  [1, true],
  [2, true],
  [4, true],
])("executor with %i threads, shared: %s", (threads, isShared) => {
  test("runs every program once, at each run", async () => {
    const { arena, executor } = setUp(threads, isShared);
    const args = arena.allocate(4000);
    words(arena, args, 1000).fill(0);
    const module = executor.register(countingModule(isShared));
    const list = executor.encodeTasks([
      { module, args, programs: 1000, chunk: 7, isParallel: true },
      { module, args, programs: 1000, chunk: 1000, isParallel: false },
      { module, args, programs: 1000, chunk: 1, isParallel: true },
    ]);
    executor.run(list);
    await executor.ready();
    for (let i = 0; i < 300; i++) executor.run(list);
    expect(new Set(words(arena, args, 1000))).toEqual(new Set([903]));
  });

  test("a task sees all that the tasks before it wrote", async () => {
    const { arena, executor } = setUp(threads, isShared);
    const sums = arena.allocate(8000);
    words(arena, sums, 2000).fill(0);
    const count = executor.register(countingModule(isShared));
    const sum = executor.register(summingModule(isShared));
    const list = executor.encodeTasks([
      { module: count, args: sums + 4000, programs: 1000, chunk: 3, isParallel: true },
      { module: sum, args: sums, programs: 16, chunk: 1, isParallel: true },
    ]);
    await executor.ready();
    for (let i = 1; i <= 200; i++) {
      executor.run(list);
      expect(new Set(words(arena, sums, 16))).toEqual(new Set([1000 * i]));
    }
  });

  test("a trap becomes a BackendError, what follows is not run, and the executor goes on", async () => {
    const { arena, executor } = setUp(threads, isShared);
    const args = arena.allocate(4000);
    words(arena, args, 1000).fill(0);
    const trap = executor.register(trappingModule(isShared, 500));
    const count = executor.register(countingModule(isShared));
    const after = { module: count, args, programs: 1000, chunk: 10, isParallel: true };
    await executor.ready();
    for (const isParallel of [true, false]) {
      const list = executor.encodeTasks([{ module: trap, args, programs: 1000, chunk: 1, isParallel }, after]);
      expect(() => executor.run(list)).toThrow(BackendError);
      expect(() => executor.run(list)).toThrow(/unreachable/);
    }
    expect(new Set(words(arena, args, 1000))).toEqual(new Set([0]));
    executor.run(executor.encodeTasks([after]));
    expect(new Set(words(arena, args, 1000))).toEqual(new Set([1]));
  });

  test("modules can come and go at any time, and memory can grow", async () => {
    const { arena, executor } = setUp(threads, isShared);
    for (let round = 0; round < 20; round++) {
      const args = arena.allocate(2 ** 20);
      words(arena, args, 1000).fill(0);
      const module = executor.register(countingModule(isShared));
      const list = executor.encodeTasks([{ module, args, programs: 1000, chunk: 1, isParallel: true }]);
      if (round === 0) await executor.ready();
      for (let i = 0; i < 20; i++) executor.run(list);
      expect(new Set(words(arena, args, 1000))).toEqual(new Set([20]));
      executor.unregister(module);
      expect(() => executor.run(list)).toThrow(BackendError);
    }
  });

  test("gives its memory back", async () => {
    const { arena, executor } = setUp(threads, isShared);
    const module = executor.register(scratchModule(isShared));
    const args = arena.allocate(400);
    executor.encodeTasks([{ module, args, programs: 100, chunk: 1, isParallel: true, scratchBytes: 1000 }]);
    executor.encodeTasks([{ module, args, programs: 100, chunk: 1, isParallel: true, scratchBytes: 5000 }]);
    arena.release(args);
    await executor.dispose();
    expect(arena.liveBytes).toBe(0);
    expect(() => executor.run(executor.encodeTasks([]))).toThrow(/disposed/);
  });
});

/** Runs `list` until `isDone`, letting other threads of a busy machine on in between. False if it never was. */
async function runUntil(executor: Executor, run: () => void, isDone: () => boolean): Promise<boolean> {
  await executor.ready();
  for (let i = 0; i < 500; i++) {
    run();
    if (isDone()) return true;
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  return false;
}

test("workers take part, each with scratch memory of its own", async () => {
  const { arena, executor } = setUp(3);
  const args = arena.allocate(400);
  const module = executor.register(scratchModule(true));
  const list = executor.encodeTasks([{ module, args, programs: 100, chunk: 1, isParallel: true, scratchBytes: 1000 }]);
  const seen = new Set<number>();
  const run = (): void => {
    executor.run(list);
    for (const scratch of words(arena, args, 100)) seen.add(scratch);
  };
  expect(await runUntil(executor, run, () => seen.size === 3)).toBe(true);
  expect(executor.workerCount).toBe(2);
  const [a = 0, b = 0, c = 0] = [...seen].sort((x, y) => x - y);
  expect(Math.min(b - a, c - b)).toBeGreaterThanOrEqual(1000);
});

test("workers see memory that grew after they had started, and scratch that moved there", async () => {
  const { arena, executor } = setUp(2);
  const module = executor.register(scratchModule(true));
  await executor.ready();
  const args = arena.allocate(100 * 2 ** 20);
  const list = executor.encodeTasks([
    { module, args, programs: 100, chunk: 1, isParallel: true, scratchBytes: 30 * 2 ** 20 },
  ]);
  const seen = new Set<number>();
  const run = (): void => {
    executor.run(list);
    for (const scratch of words(arena, args, 100)) seen.add(scratch);
  };
  expect(await runUntil(executor, run, () => seen.size === 2)).toBe(true);
  for (const scratch of seen) expect(arena.views.i32[scratch >>> 2]).toBe(scratch);
});

test("a trap in a worker alone reaches the caller", async () => {
  const { arena, executor } = setUp(2);
  const args = arena.allocate(64);
  // Traps where the scratch memory is not the caller's, which is known from a run of one program.
  const where = executor.register(scratchModule(true));
  executor.run(
    executor.encodeTasks([{ module: where, args, programs: 1, chunk: 1, isParallel: false, scratchBytes: 8 }]),
  );
  const mine = words(arena, args, 1)[0] ?? 0;
  const m = new ModuleBuilder();
  m.importMemory("env", "memory", true);
  m.function("run", { params: ["i32", "i32", "i32", "i32"], results: [] }, (f) => {
    const [, scratch] = f.params;
    const left = f.local("i32");
    f.i32(50_000).set(left);
    f.loop((again) => f.get(left).i32(1).op("i32.sub").tee(left).brIf(again));
    if (scratch !== undefined)
      f.get(scratch)
        .i32(mine)
        .op("i32.ne")
        .if(() => f.op("unreachable"));
  });
  const module = executor.register(new WebAssembly.Module(m.build()));
  const list = executor.encodeTasks([{ module, args, programs: 50, chunk: 1, isParallel: true, scratchBytes: 8 }]);
  let error: unknown;
  const run = (): void => {
    try {
      executor.run(list);
    } catch (caught) {
      error = caught;
    }
  };
  expect(await runUntil(executor, run, () => error !== undefined)).toBe(true);
  expect(error).toBeInstanceOf(BackendError);
  expect(String(error)).toMatch(/RuntimeError: unreachable/);
});

test("modules that import functions run on the caller", async () => {
  const { arena, executor } = setUp(2);
  const m = new ModuleBuilder();
  m.importMemory("env", "memory", true);
  const square = m.importFunction("math", "square", { params: ["f64"], results: ["f64"] });
  m.function("run", { params: ["i32", "i32", "i32", "i32"], results: [] }, (f) => {
    const [args] = f.params;
    if (args !== undefined) f.get(args).get(args).memory("f64.load").call(square).memory("f64.store");
  });
  const module = executor.register(new WebAssembly.Module(m.build()), { math: { square: (x) => x * x } });
  const args = arena.allocate(8);
  arena.views.f64[args >>> 3] = 3;
  const list = executor.encodeTasks([{ module, args, programs: 10, chunk: 1, isParallel: true }]);
  expect(list.hasParallel).toBe(false);
  executor.run(list);
  expect(arena.views.f64[args >>> 3]).toBe(9);
});

test("idle workers use no processor time, and dispose ends them", async () => {
  const { arena, executor } = setUp(3);
  const args = arena.allocate(400);
  const module = executor.register(countingModule(true));
  await executor.ready();
  executor.run(executor.encodeTasks([{ module, args, programs: 100, chunk: 1, isParallel: true }]));
  const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
  await sleep(100);
  const start = process.cpuUsage();
  await sleep(400);
  const { user, system } = process.cpuUsage(start);
  // Two spinning workers would take up to 800 ms of two cores; the test runner takes a little.
  expect((user + system) / 1000).toBeLessThan(150);
  expect(executor.workerCount).toBe(2);
  await executor.dispose();
  expect(executor.workerCount).toBe(0);
});

test("starts no worker before a parallel task", () => {
  const { arena, executor } = setUp(2);
  const args = arena.allocate(64);
  words(arena, args, 16).fill(0);
  const module = executor.register(countingModule(true));
  executor.run(executor.encodeTasks([{ module, args, programs: 10, chunk: 10, isParallel: true }]));
  expect(executor.workerCount).toBe(0);
  expect([...words(arena, args, 11)]).toEqual([1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0]);
});

test("workers can run a script that is served somewhere", async () => {
  const folder = mkdtempSync(join(tmpdir(), "worker-"));
  const path = join(folder, "worker.cjs");
  writeFileSync(path, workerSource());
  const arena = new Arena({ maximumBytes: 2 ** 20 });
  const executor = new Executor(arena, { threads: 2, workerUrl: pathToFileURL(path).href });
  open.push(executor);
  await executor.ready();
  expect(executor.workerCount).toBe(1);
  rmSync(folder, { recursive: true });
});

test("a worker script that cannot be loaded leaves the caller alone", async () => {
  const arena = new Arena({ maximumBytes: 2 ** 20 });
  const executor = new Executor(arena, { threads: 2, workerUrl: "file:///nowhere/worker.mjs" });
  open.push(executor);
  const args = arena.allocate(400);
  words(arena, args, 100).fill(0);
  const module = executor.register(countingModule(true));
  await executor.ready();
  executor.run(executor.encodeTasks([{ module, args, programs: 100, chunk: 1, isParallel: true }]));
  expect(executor.workerCount).toBe(0);
  expect(new Set(words(arena, args, 100))).toEqual(new Set([1]));
});

test("sleeping workers are not called for little work", () => {
  const { arena, executor } = setUp(2);
  const args = arena.allocate(64);
  const module = executor.register(countingModule(true));
  const task = { module, args, programs: 10, chunk: 1, isParallel: true };
  const shallWake = (...workNs: (number | undefined)[]): boolean =>
    executor.encodeTasks(workNs.map((ns) => ({ ...task, workNs: ns }))).shallWake;
  expect([shallWake(1e4), shallWake(1e4, 1e4), shallWake(8e4, 8e4), shallWake(undefined)]).toEqual([
    false,
    false,
    true,
    true,
  ]);
});

test("refuses programs out of range", () => {
  const { arena, executor } = setUp(1);
  const module = executor.register(countingModule(true));
  const args = arena.allocate(64);
  for (const [programs, chunk] of [
    [-1, 1],
    [2 ** 30, 1],
    [1, 0],
  ] as const)
    expect(() => executor.encodeTasks([{ module, args, programs, chunk, isParallel: false }])).toThrow(BackendError);
});
