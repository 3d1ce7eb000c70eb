import { describe, expect, it } from "vitest";
import { agree, intervalOf, medianOf } from "../../src/measure/statistics.ts";
import { hash } from "../../src/workload/numbers.ts";

describe("intervalOf", () => {
  it("is never narrower than what two runs differ by anyway", () => {
    expect(intervalOf([2, 2, 2, 2, 2, 2, 2])).toEqual({ median: 2, low: 2 / 1.05, high: 2 * 1.05 });
  });

  it("allows a single round a quarter", () => {
    expect(intervalOf([8])).toEqual({ median: 8, low: 6.4, high: 10 });
  });

  it("is the range of many rounds", () => {
    expect(intervalOf([9, 8, 7, 6, 5, 4, 3, 2])).toEqual({ median: 5.5, low: 2, high: 9 });
  });

  it("widens the range of few rounds by their ratio, so that it stays positive", () => {
    const { median, low, high } = intervalOf([1, 2, 4]);
    expect(median).toBe(2);
    expect(low).toBeCloseTo(1 / 8, 10);
    expect(high).toBeCloseTo(32, 10);
  });

  it("keeps a center that is given", () => {
    expect(intervalOf([1, 2, 4], 3).median).toBe(3);
  });

  it.each([3, 4, 5, 6, 7])("holds the median of another run in 19 cases of 20, with %i rounds", (rounds) => {
    let drawn = 0;
    const uniform = () => (hash(++drawn, rounds) + 0.5) / 2 ** 32;
    const normal = () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
    // So wide that the least width plays no part.
    const run = () => Array.from({ length: rounds }, () => Math.exp(normal()));
    const runs = 4_000;
    let held = 0;
    for (let i = 0; i < runs; i++) {
      const [{ low, high }, again] = [intervalOf(run()), medianOf(run())];
      if (low <= again && again <= high) held++;
    }
    expect(held / runs).toBeGreaterThan(0.94);
    expect(held / runs).toBeLessThan(0.97);
  });
});

describe("agree", () => {
  const interval = (low: number, median: number, high: number) => ({ low, median, high });

  it("is true of intervals with something in common", () => {
    expect(agree(interval(1, 2, 3), interval(3, 4, 5))).toBe(true);
    expect(agree(interval(3, 4, 5), interval(1, 2, 3))).toBe(true);
    expect(agree(interval(1, 4, 5), interval(2, 3, 4))).toBe(true);
  });

  it("is false of others", () => {
    expect(agree(interval(1, 2, 3), interval(3.1, 4, 5))).toBe(false);
    expect(agree(interval(3.1, 4, 5), interval(1, 2, 3))).toBe(false);
  });
});
