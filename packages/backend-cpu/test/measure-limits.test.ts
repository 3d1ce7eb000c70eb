import { describe, expect, test } from "vitest";
import { Arena } from "../src/arena.ts";
import { measureLimits } from "../src/measure-limits.ts";
import { canUseFma } from "../src/relaxed-simd.ts";
import { Executor } from "../src/threads/executor.ts";

describe.each([
  [1, false],
  [1, true],
  [2, true],
])("limits of %i threads, shared: %s", (threads, isShared) => {
  test("are found, and all memory is given back", async () => {
    const arena = new Arena({ isShared, maximumBytes: 64 * 2 ** 20 });
    const executor = new Executor(arena, { threads });
    await executor.ready();
    const { liveBytes } = arena;
    for (const isFma of new Set([false, canUseFma(undefined)])) {
      const { gflops, gigabytesPerSecond } = measureLimits(arena, executor, isFma);
      expect(Number.isFinite(gflops) && gflops > 0).toBe(true);
      expect(Number.isFinite(gigabytesPerSecond) && gigabytesPerSecond > 0).toBe(true);
    }
    expect(arena.liveBytes).toBe(liveBytes);
    await executor.dispose();
  });
});
