import { UsageError } from "@adjoint/core";
import { describe, expect, it } from "vitest";
import { constant, cosineDecay, exponentialDecay, linearDecay, stepDecay, warmup } from "../src/index.ts";

describe("schedules", () => {
  it("keeps a constant rate", () => {
    expect([0, 7].map(constant(0.5))).toEqual([0.5, 0.5]);
  });

  it("decays exponentially, smoothly or in jumps", () => {
    expect([0, 1, 2, 4].map(exponentialDecay(8, { decay: 0.25, every: 2 }))).toEqual([8, 4, 2, 0.5]);
    expect([0, 1, 2, 3].map(exponentialDecay(8, { decay: 0.25, every: 2, staircase: true }))).toEqual([8, 8, 2, 2]);
  });

  it("decays in steps, regular or at boundaries", () => {
    expect([0, 1, 2, 4].map(stepDecay(8, { factor: 0.5, every: 2 }))).toEqual([8, 8, 4, 2]);
    expect([0, 2, 3, 9].map(stepDecay(8, { factor: 0.5, boundaries: [3, 5] }))).toEqual([8, 8, 4, 2]);
    expect(() => stepDecay(1, {})).toThrow(UsageError);
    expect(() => stepDecay(1, { every: 2, boundaries: [1] })).toThrow(/got both/);
  });

  it("decays along a cosine or a line, and stays", () => {
    const cosine = cosineDecay(3, { steps: 10, final: 1 });
    expect(cosine(0)).toBe(3);
    expect(cosine(5)).toBeCloseTo(2, 12);
    expect([cosine(10), cosine(99)]).toEqual([1, 1]);
    expect([0, 5, 10, 99].map(linearDecay(3, { steps: 10, final: 1 }))).toEqual([3, 2, 1, 1]);
  });

  it("warms up to what follows", () => {
    expect([0, 1, 2, 3, 4].map(warmup(exponentialDecay(1, { decay: 0.5 }), { steps: 2 }))).toEqual([
      0.5, 1, 1, 0.5, 0.25,
    ]);
    expect([0, 3, 4, 9].map(warmup(2, { steps: 4 }))).toEqual([0.5, 2, 2, 2]);
  });

  it("refuses durations that are not positive", () => {
    for (const make of [
      () => cosineDecay(1, { steps: 0 }),
      () => warmup(1, { steps: -1 }),
      () => exponentialDecay(1, { decay: 1, every: 0 }),
    ]) {
      expect(make).toThrow(/must be positive/);
    }
  });
});
