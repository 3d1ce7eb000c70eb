/** @file What the backend's memory is used for: a replay takes nothing, and plans that are gone leave nothing. */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { Backend, Submission } from "@adjoint/core";
import { afterEach, expect, test, vi } from "vitest";
import { Arena } from "../src/arena.ts";
import { createCpuBackend } from "../src/cpu-backend.ts";
import { scale, scalePlan } from "./plans.ts";

const started: Backend[] = [];
afterEach(async () => {
  vi.restoreAllMocks();
  for (const backend of started.splice(0)) await backend.dispose();
});

async function start(threads: number): Promise<{ backend: Backend; arena: Arena }> {
  const allocate = vi.spyOn(Arena.prototype, "allocate");
  const backend = await createCpuBackend({ threads });
  started.push(backend);
  const [arena] = allocate.mock.contexts;
  allocate.mockRestore();
  if (!(arena instanceof Arena)) throw new Error("no arena");
  return { backend, arena };
}

/** A run of a plan of its own. */
async function submissionOn(backend: Backend): Promise<Submission> {
  const plan = scalePlan(2);
  const executable = await backend.compile(scale);
  const buffers = plan.slots.map((slot) => backend.allocate(slot.sizeBytes));
  return { plan, executables: [executable, executable, undefined], buffers, scalars: Float64Array.of(1.5) };
}

/** Loads and runs the collector of garbage. */
function collector(): () => void {
  setFlagsFromString("--expose-gc");
  return runInNewContext("gc") as () => void;
}

test.each([1, 2])("a replay takes no memory, neither the arena's nor JavaScript's (%i threads)", async (threads) => {
  const { backend } = await start(threads);
  const submission = await submissionOn(backend);
  const collect = collector();
  const replay = (times: number): void => {
    for (let i = 0; i < times; i++) backend.submit(submission);
  };
  // Until the engine has optimised it.
  for (let i = 0; i < 10; i++) {
    replay(1000);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  const allocate = vi.spyOn(Arena.prototype, "allocate");
  const perReplay: number[] = [];
  for (let round = 0; round < 8; round++) {
    collect();
    const before = process.memoryUsage().heapUsed;
    replay(2000);
    perReplay.push((process.memoryUsage().heapUsed - before) / 2000);
  }
  expect(allocate).not.toHaveBeenCalled();
  // The least of some rounds, as others share the heap. The smallest object has 12 bytes; with workers the clock is read.
  expect(Math.min(...perReplay)).toBeLessThan(threads === 1 ? 12 : 120);
});

test("plans that are gone give their memory back", async () => {
  const { backend, arena } = await start(1);
  const { executables, buffers, scalars } = await submissionOn(backend);
  const collect = collector();
  const before = arena.liveBytes;
  for (let i = 0; i < 300; i++) backend.submit({ plan: scalePlan(2), executables, buffers, scalars });
  expect(arena.liveBytes).toBeGreaterThanOrEqual(before + 300 * 64);
  for (let i = 0; i < 20 && arena.liveBytes > before; i++) {
    collect();
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  // The last one may still lie on the stack.
  expect(arena.liveBytes).toBeLessThan(before + 10 * 256);
});
