import { describe, expect, it } from "vitest";
import { draw, hash } from "../../src/workload/numbers.ts";

describe("numbers that every process draws", () => {
  it("are these, in every language", () => {
    expect([hash(0, 1), hash(1, 1), hash(2 ** 24 - 1, 9)]).toEqual([1189528660, 431307245, 239908006]);
    const { data } = draw({ kind: "uniform", shape: [2, 2], seed: 3, scale: Math.sqrt(3 / 784) });
    expect([...data]).toEqual([-0.05950393155217171, 0.00040322658605873585, 0.0061997608281672, 0.040268611162900925]);
    expect([...draw({ kind: "integers", shape: [6], seed: 2, low: 1, high: 28 }).data]).toEqual([
      18, 13, 23, 4, 24, 17,
    ]);
    expect([...draw({ kind: "constant", shape: [2], value: 1.5 }).data]).toEqual([1.5, 1.5]);
  });

  it("spread evenly over their range, and do not follow one another", () => {
    const count = 1 << 16;
    const data = Array.from(draw({ kind: "uniform", shape: [count], seed: 5, scale: 2 }).data);
    const mean = data.reduce((sum, each) => sum + each, 0) / count;
    const square = data.reduce((sum, each) => sum + each * each, 0) / count;
    const next = data.reduce((sum, each, i) => sum + each * (data[(i + 1) % count] ?? 0), 0) / count;
    // Four standard deviations of such means.
    expect(Math.abs(mean)).toBeLessThan((4 * 2) / Math.sqrt(3 * count));
    expect(Math.abs(square - 4 / 3)).toBeLessThan(0.02);
    expect(Math.abs(next)).toBeLessThan((4 * 4) / (3 * Math.sqrt(count)));
    expect(data.every((each) => each >= -2 && each < 2)).toBe(true);
  });

  it("include each integer", () => {
    const { data } = draw({ kind: "integers", shape: [1000], seed: 7, low: -3, high: 4 });
    expect([...new Set(data)].sort((a, b) => a - b)).toEqual([-3, -2, -1, 0, 1, 2, 3]);
  });
});
