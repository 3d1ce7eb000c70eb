import { describe, expect, it } from "vitest";
import { expectedOutputs } from "../../src/workload/expected.ts";
import type { Conv } from "../../src/workload/types.ts";
import { base, drawn, floatInput, slopeBy } from "./slopes.ts";

describe("an expected convolution", () => {
  it("of an impulse is its filter, turned by half", () => {
    const of: Conv = { ...base, kind: "conv", batch: 1, channels: 1, edge: 3 };
    const inputs = {
      x: floatInput([1, 1, 3, 3], [0, 0, 0, 0, 1, 0, 0, 0, 0]),
      w: floatInput([1, 1, 3, 3], [1, 2, 3, 4, 5, 6, 7, 8, 9]),
    };
    expect(expectedOutputs(of, inputs)["out"]?.values).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1]);
  });

  it("has the gradients of half the sum of its squares", () => {
    const of: Conv = { ...base, kind: "conv", batch: 2, channels: 3, edge: 3 };
    const inputs = drawn(of);
    const { out, dx, dw } = expectedOutputs(of, inputs);
    // All of it: small outputs are sampled at each element.
    expect(out?.values).toHaveLength(2 * 3 * 9);
    for (const [name, gradient] of Object.entries({ x: dx, w: dw })) {
      const { indices = [], values = [] } = gradient ?? {};
      expect(indices.length).toBeGreaterThan(15);
      for (const [i, index] of indices.entries()) {
        const slope = slopeBy(of, inputs, name, index, (each) =>
          (each["out"]?.values ?? []).reduce((sum, value) => sum + value ** 2 / 2, 0),
        );
        expect(slope).toBeCloseTo(values[i] ?? Number.NaN, 8);
      }
    }
  });
});
