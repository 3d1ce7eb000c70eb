import { configure, memory, planStats, shutdown } from "adjoint";
import { afterEach, expect, test } from "vitest";
import { train } from "../src/train.ts";

afterEach(() => shutdown());

test("recognises at least 97 % of digits that it was not trained on", { timeout: 300_000 }, async () => {
  await configure({ backend: "cpu", seed: 0 });
  const { accuracy, test: digits, trainCount } = await train({ seed: 0, epochs: 25 });
  expect(digits.length).toBe(359);
  expect(trainCount + digits.length).toBe(1797);
  expect(accuracy).toBeGreaterThanOrEqual(0.97);
});

test("learns in one epoch, with the same bits for any number of threads", { timeout: 60_000 }, async () => {
  const run = async (threads: number, seed: number) => {
    await configure({ backend: "cpu", threads, seed });
    const { losses, guesses } = await train({ seed, epochs: 1 });
    await shutdown();
    return { losses, guesses };
  };
  const one = await run(1, 5);
  const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
  expect(mean(one.losses.slice(-5))).toBeLessThan(0.6 * mean(one.losses.slice(0, 5)));
  expect(await run(2, 5)).toEqual(one);
  expect(await run(1, 6)).not.toEqual(one);
});

test("plans nothing anew after the second step, and keeps nothing of a step", { timeout: 60_000 }, async () => {
  await configure({ backend: "cpu", threads: 1, seed: 0 });
  const misses: number[] = [];
  const bytes: number[] = [];
  await train({
    seed: 0,
    epochs: 1,
    onStep: () => {
      misses.push(planStats().misses);
      bytes.push(memory().bytes);
    },
  });
  expect(new Set(misses.slice(1)).size).toBe(1);
  expect(new Set(bytes.slice(1)).size).toBe(1);
});
