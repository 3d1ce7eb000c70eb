import { configure, shutdown } from "adjoint";
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

test("reads strings with at most 5 % of wrong characters", { timeout: 600_000 }, async () => {
  await configure({ backend: "cpu", seed: 0 });
  const { characterErrorRate, readings } = await train({ seed: 0, steps: 600 });
  expect(readings.length).toBeGreaterThanOrEqual(200);
  expect(characterErrorRate).toBeLessThanOrEqual(0.05);
});
