import { describe, expect, it } from "vitest";
import { spread } from "../../src/workload/expected/sample.ts";
import { expectedOutputs } from "../../src/workload/expected.ts";
import type { CrossEntropy, GraphBuilding, Matmul, RowMap, Workload } from "../../src/workload/types.ts";
import { base, drawn, floatInput, integerInput, only, slopeBy } from "./slopes.ts";

const valuesOf = (of: Workload, inputs: ReturnType<typeof drawn>, name = "out") =>
  expectedOutputs(of, inputs)[name]?.values ?? [];

describe("samples", () => {
  it("reach the last element, and every lane of a vector", () => {
    for (const count of [1, 7, 101, 4096, 65536, 1000 * 513]) expect(spread(count).at(-1)).toBe(count - 1);
    expect(new Set(spread(65536).map((index) => index % 16)).size).toBe(16);
    expect(spread(5)).toEqual([0, 1, 2, 3, 4]);
  });
});

describe("expected products", () => {
  const product = (layout: Matmul["layout"]): Matmul => ({ ...base, kind: "matmul", layout, m: 2, k: 3, n: 2 });

  it("are these, in all layouts", () => {
    // [1 2 3; 4 5 6] · [1 −1; 0 2; 3 1]
    const right = [10, 6, 22, 12];
    const a = floatInput([2, 3], [1, 2, 3, 4, 5, 6]);
    const b = floatInput([3, 2], [1, -1, 0, 2, 3, 1]);
    expect(valuesOf(product("nn"), { a, b })).toEqual(right);
    expect(valuesOf(product("nt"), { a, b: floatInput([2, 3], [1, 0, 3, -1, 2, 1]) })).toEqual(right);
    expect(valuesOf(product("tn"), { a: floatInput([3, 2], [1, 4, 2, 5, 3, 6]), b })).toEqual(right);
  });

  it("are followed by the softmax of their rows in a cold start", () => {
    const identity = floatInput([2, 2], [1, 0, 0, 1]);
    const b = floatInput([2, 2], [0, Math.log(3), 1, 1]);
    const values = valuesOf({ ...base, kind: "cold-start", size: 2 }, { a: identity, b });
    expect(values.map((value) => Number(value.toFixed(6)))).toEqual([0.25, 0.75, 0.5, 0.5]);
  });
});

describe("expected maps", () => {
  it("are those of tanh GELU", () => {
    const values = valuesOf({ ...base, kind: "gelu", count: 3 }, { x: floatInput([3], [-1, 0, 1]) });
    expect(values).toEqual([expect.closeTo(-0.158808, 6), 0, expect.closeTo(0.841192, 6)]);
  });

  it("are softmax by rows", () => {
    const of: RowMap = { ...base, kind: "softmax", rows: 2, columns: 2 };
    const values = valuesOf(of, { x: floatInput([2, 2], [0, Math.log(3), 700, 700]) });
    expect(values).toEqual([expect.closeTo(0.25, 6), expect.closeTo(0.75, 6), 0.5, 0.5]);
  });

  it("are layer norm by rows", () => {
    const of: RowMap = { ...base, kind: "layer-norm", rows: 2, columns: 2 };
    const [x, scale, shift] = [
      [1, 3, 0, 0.02],
      [2, 1],
      [0, 10],
    ].map((each) => floatInput([each.length], each));
    if (x === undefined || scale === undefined || shift === undefined) throw new Error("three inputs");
    const values = valuesOf(of, { x, scale, shift });
    const [wide, narrow] = [1 / Math.sqrt(1 + 1e-5), 0.01 / Math.sqrt(1e-4 + 1e-5)];
    for (const [i, right] of [-2 * wide, 10 + wide, -2 * narrow, 10 + narrow].entries())
      expect(values[i]).toBeCloseTo(right, 6);
  });
});

describe("expected cross-entropy", () => {
  it("is the logarithm of the number of equal classes", () => {
    const of: CrossEntropy = { ...base, kind: "cross-entropy", rows: 2, columns: 5 };
    const inputs = { logits: floatInput([2, 5], new Array(10).fill(3)), labels: integerInput([2], [4, 1]) };
    expect(only(expectedOutputs(of, inputs), "loss")).toBeCloseTo(Math.log(5), 12);
  });

  it("has the gradient of its loss", () => {
    const of: CrossEntropy = { ...base, kind: "cross-entropy", rows: 3, columns: 7 };
    const inputs = drawn(of);
    const { gradient } = expectedOutputs(of, inputs);
    expect(gradient?.indices).toHaveLength(21);
    for (const [i, index] of (gradient?.indices ?? []).entries())
      expect(slopeBy(of, inputs, "logits", index, (each) => only(each, "loss"))).toBeCloseTo(
        gradient?.values[i] ?? 0,
        5,
      );
  });
});

describe("expected chains", () => {
  it("add as often as they say", () => {
    const inputs = { x: floatInput([2], [1, 2]), y: floatInput([2], [0.5, -1]) };
    expect(valuesOf({ ...base, kind: "tiny-ops", count: 1000, elements: 2 }, inputs)).toEqual([501, -998]);
  });

  it("begin with a sine, and have the gradient of their sum", () => {
    const of: GraphBuilding = { ...base, kind: "graph-building", count: 3, elements: 2 };
    const inputs = { x: floatInput([2], [0.5, -0.25]), y: floatInput([2], [1.5, 0.5]) };
    const { gradient } = expectedOutputs(of, inputs);
    expect(only(expectedOutputs(of, inputs), "out")).toBeCloseTo(
      Math.sin(Math.sin(0.5) * 1.5) + Math.sin(Math.sin(-0.25) * 0.5),
      12,
    );
    for (const index of [0, 1])
      expect(slopeBy(of, inputs, "x", index, (each) => only(each, "out"))).toBeCloseTo(gradient?.values[index] ?? 0, 4);
  });
});
