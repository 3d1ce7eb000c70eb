import { configure, shutdown } from "adjoint";
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
