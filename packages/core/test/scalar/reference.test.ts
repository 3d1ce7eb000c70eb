/** @file The scalar functions that `Math` lacks, against published and high-precision values. */
import type { ScalarParam } from "@adjoint/core";
import { compileExpr, compileFormula, integers } from "@adjoint/core/testing";
import { describe, expect, test } from "vitest";
import { threefry2x32 } from "../../src/scalar/math/threefry.ts";
import { erf, roundEven, threefry } from "../../src/scalar/reference.ts";

describe("erf", () => {
  // By mpmath 1.3; those at 0.5, 1 and 2 also stand in Abramowitz and Stegun (1964), table 7.1.
  const rows: [x: number, value: number][] = [
    [1e-8, 1.1283791670955126e-8],
    [0.1, 0.1124629160182849],
    [0.5, 0.5204998778130465],
    [1, 0.8427007929497149],
    [2, 0.9953222650189527],
    [2.99, 0.9999764743969194],
    [3.01, 0.9999792610363629],
    [4, 0.9999999845827421],
    [5.5, 0.9999999999999927],
  ];
  test.each(rows)("erf(%d) = %d", (x, value) => {
    // The series sums some 30 terms: a few roundings of 1.1e-16 each.
    expect(Math.abs(erf(x) / value - 1)).toBeLessThan(2e-15);
    expect(erf(-x)).toBe(-erf(x));
  });
  test("limits", () => {
    expect(erf(Number.POSITIVE_INFINITY)).toBe(1);
    expect(erf(Number.NEGATIVE_INFINITY)).toBe(-1);
    expect(erf(Number.NaN)).toBeNaN();
    expect(erf(-0)).toBe(-0);
  });
});

test("roundEven takes halves to even numbers and keeps the sign of zero", () => {
  const rows = [0.5, 1.5, 2.5, -0.5, -1.5, -2.5, 0.49999999999999994, 2 ** 52 + 1, -0.2];
  expect(rows.map(roundEven)).toEqual([0, 2, 2, -0, -2, -2, 0, 2 ** 52 + 1, -0]);
});

describe("Threefry-2x32-20", () => {
  // Known answers of Random123 (Salmon et al., 2011), file kat_vectors.
  const rows = [
    { key: [0, 0], counter: [0, 0], words: [0x6b200159, 0x99ba4efe] },
    { key: [0xffffffff, 0xffffffff], counter: [0xffffffff, 0xffffffff], words: [0x1cb996fc, 0xbb002be7] },
    { key: [0x13198a2e, 0x03707344], counter: [0x243f6a88, 0x85a308d3], words: [0xc4923a9c, 0x483df7a0] },
  ];
  const params = [0, 1, 2, 3].map((index): ScalarParam => ({ kind: "param", index, name: `p${index}`, dtype: "u32" }));
  const [key0, key1, counter0, counter1] = params as [ScalarParam, ScalarParam, ScalarParam, ScalarParam];
  const words = threefry2x32(key0, key1, counter0, counter1).map(compileExpr);

  test.each(rows)("known answer for $counter", (row) => {
    expect(words.map((word) => word(...row.key, ...row.counter))).toEqual(row.words);
  });
  test("the host's function and the formula are its first word for the counter (c, 0)", () => {
    const [first] = words;
    const formulas = (["u32", "i32"] as const).map((dtype) => compileFormula("threefry", dtype));
    const values = integers(7, 300, -(2 ** 31), 2 ** 31);
    for (let i = 0; i < 300; i += 3) {
      const [a = 0, b = 0, c = 0] = values.subarray(i, i + 3);
      const word = first?.(a >>> 0, b >>> 0, c >>> 0, 0) ?? 0;
      expect(threefry(a >>> 0, b >>> 0, c >>> 0)).toBe(word);
      expect(formulas.map((f, j) => (j === 0 ? f(a >>> 0, b >>> 0, c >>> 0) : f(a, b, c)))).toEqual([word, word | 0]);
    }
    expect(threefry(0, 0, 0)).toBe(0x6b200159);
  });
});
