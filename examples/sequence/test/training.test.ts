import { configure, memory, planStats, shutdown } from "adjoint";
import { afterEach, expect, test } from "vitest";
import { train } from "../src/train.ts";

afterEach(() => shutdown());

test("a few steps lower the loss, with the same bits for any number of threads", { timeout: 120_000 }, async () => {
  const run = async (threads: number, steps: number) => {
    await configure({ backend: "cpu", threads, seed: 3 });
    const { losses, readings } = await train({ seed: 3, steps });
    await shutdown();
    return { losses, read: readings.map(({ read }) => read) };
  };
  const one = await run(1, 20);
  expect(one.losses.at(-1)).toBeLessThan(0.5 * (one.losses[0] ?? 0));
  expect(await run(2, 20)).toEqual(one);
});

test("plans nothing anew after the second step, and keeps nothing of a step", { timeout: 60_000 }, async () => {
  await configure({ backend: "cpu", threads: 1, seed: 0 });
  const misses: number[] = [];
  const bytes: number[] = [];
  const onStep = () => {
    misses.push(planStats().misses);
    bytes.push(memory().bytes);
  };
  await train({ seed: 0, steps: 6, onStep });
  expect(new Set(misses.slice(1)).size).toBe(1);
  expect(new Set(bytes.slice(1)).size).toBe(1);
});

test("reads strings with at most 5 % of wrong characters", { timeout: 600_000 }, async () => {
  await configure({ backend: "cpu", seed: 0 });
  const { characterErrorRate, readings } = await train({ seed: 0, steps: 600 });
  expect(readings.length).toBeGreaterThanOrEqual(200);
  expect(characterErrorRate).toBeLessThanOrEqual(0.05);
});
