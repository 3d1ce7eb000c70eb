import { expect, test } from "vitest";
import { engineNames } from "../src/engine.ts";
import { measure, median } from "../src/measure.ts";
import { firstWrong, workload } from "../src/workload.ts";

test("every engine that has a workload gets it right", { timeout: 120_000 }, async () => {
  for (const name of ["matmul-256", "gelu-1Mi"] as const) {
    const results = await measure(workload(name), engineNames, { rounds: 1, runs: 1 });
    const failures = results.flatMap(({ engine, failure }) => (failure === undefined ? [] : [`${engine} ${failure}`]));
    expect(failures).toEqual(name === "gelu-1Mi" ? ["gpu.js-cpu does not have it"] : []);
    for (const { times, failure } of results) expect(times).toHaveLength(failure === undefined ? 1 : 0);
  }
});

test("a wrong element is found and named", () => {
  const of = workload("matmul-256");
  const right = Float64Array.from({ length: 256 * 256 }, (_, i) => (i % 649 === 0 ? of.expected(i) : 0));
  const step = Math.floor((256 * 256) / 101);
  for (let i = 0; i < right.length; i += step) right[i] = of.expected(i);
  expect(firstWrong(of, right, right.length)).toBeUndefined();
  right[step] = 1e3;
  expect(firstWrong(of, right, right.length)).toMatch(new RegExp(`^element ${step} is 1000`));
});

test("the median does not depend on the order", () => {
  expect(median([3, 1, 2])).toBe(2);
});
