import { afterEach, expect, test } from "vitest";
import { Arena } from "../src/arena.ts";
import { CONTROL, GATE } from "../src/threads/control.ts";
import { Executor } from "../src/threads/executor.ts";
import { makeFork } from "../src/threads/fork.ts";
import { countingModule } from "./kernels.ts";

let open: Executor | undefined;
afterEach(() => open?.dispose());

/** Whether workers that are woken up `longMs` at most after a task stay awake, after so many tasks. */
function isHurried(longMs: number, tasks: number): boolean {
  const words = new Int32Array(new SharedArrayBuffer(CONTROL.words * 4));
  const fork = makeFork({ words, control: CONTROL, gate: GATE, spin: { shortMs: 0, longMs, joinMs: 0 } });
  words[CONTROL.programs] = words[CONTROL.chunk] = 1;
  for (let i = 0; i < tasks; i++) fork.run(() => undefined, false);
  words[CONTROL.isHurried] = longMs === 0 ? 1 : 0;
  words[CONTROL.isSleeping] = 1;
  fork.wake();
  expect(words[CONTROL.isSleeping]).toBe(0);
  return words[CONTROL.isHurried] !== 0;
}

test("workers stay awake for longer if one had to be woken up soon after a task", () => {
  expect(isHurried(1e6, 1)).toBe(true);
  // Nothing has run yet, or longer ago.
  expect(isHurried(1e6, 0)).toBe(false);
  expect(isHurried(0, 1)).toBe(false);
});

test("workers that stayed awake sleep when no task comes", async () => {
  const arena = new Arena({ isShared: true, maximumBytes: 2 ** 26 });
  const executor = new Executor(arena, { threads: 2 });
  open = executor;
  const module = executor.register(countingModule(true));
  const args = arena.allocate(400);
  const list = executor.encodeTasks([{ module, args, programs: 100, chunk: 1, isParallel: true }]);
  await executor.ready();
  const words = new Int32Array(arena.memory.buffer, executor.controlPointer, CONTROL.words);
  Atomics.store(words, CONTROL.isHurried, 1);
  Atomics.store(words, CONTROL.isSleeping, 0);
  executor.run(list);
  while (Atomics.load(words, CONTROL.isSleeping) === 0) await new Promise((resolve) => setTimeout(resolve, 2));
});
