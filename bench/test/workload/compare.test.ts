import { describe, expect, it } from "vitest";
import { compareOutputs } from "../../src/workload/expected.ts";

const expected = {
  out: { indices: [0, 7], values: [1, 2], tolerance: 0.1 },
  loss: { indices: [0], values: [5], tolerance: 1 },
};

describe("comparing values", () => {
  it("gives the largest error as a fraction of what is allowed", () => {
    const { error, complaint } = compareOutputs(expected, { out: [1.05, 2], loss: [4.75] });
    expect(error).toBeCloseTo(0.5, 6);
    expect(complaint).toBeUndefined();
  });

  it("does without outputs that an engine does not give, but not without all", () => {
    expect(compareOutputs(expected, { loss: [5] })).toEqual({ error: 0, complaint: undefined });
    expect(compareOutputs(expected, {}).complaint).toBe("gave no result");
    expect(compareOutputs({}, {}).complaint).toBeUndefined();
  });

  it("names the first element that is wrong", () => {
    expect(compareOutputs(expected, { out: [1, 2.5] }).complaint).toBe("out[7] is 2.5, expected 2");
    expect(compareOutputs(expected, { out: [1] }).complaint).toBe("out[7] is NaN, expected 2");
    expect(compareOutputs(expected, { out: [Number.NaN, 2] }).error).toBe(Number.POSITIVE_INFINITY);
  });
});
