import { expectClose, isClose, normals, ulpDistance, ulpError } from "@adjoint/core/testing";
import { expect, test } from "vitest";

test("ulpDistance counts float32 steps", () => {
  expect(ulpDistance(1, 1 + 2 ** -23)).toBe(1);
  expect(ulpDistance(-(2 ** -149), 2 ** -149)).toBe(2);
  expect(ulpDistance(-0, 0)).toBe(0);
  expect(ulpDistance(Number.NaN, Number.NaN)).toBe(0);
  expect(ulpDistance(Number.NaN, 1)).toBe(Number.POSITIVE_INFINITY);
});

test("ulpError measures against the exact value", () => {
  expect(ulpError(1, 1 + 2 ** -25)).toBe(0.25);
  expect(ulpError(1, 1 - 2 ** -26)).toBe(0.25);
  expect(ulpError(2 ** -149, 0)).toBe(1);
  expect(ulpError(Number.POSITIVE_INFINITY, 3.5e38)).toBe(0);
  expect(ulpError(0, Number.NaN)).toBe(Number.POSITIVE_INFINITY);
});

test("a tolerance admits by any of its bounds", () => {
  const reason = "a test";
  expect(isClose(1.1, 1, { abs: 0.2, reason })).toBe(true);
  expect(isClose(110, 100, { rel: 0.05, reason })).toBe(false);
  expect(isClose(110, 100, { rel: 0.1, reason })).toBe(true);
  expect(isClose(1 + 2 ** -22, 1, { ulp: 2, reason })).toBe(true);
  expect(isClose(1 + 2 ** -22, 1, { ulp: 1, reason })).toBe(false);
  expect(isClose(Number.NaN, Number.NaN, { reason })).toBe(true);
  expect(isClose(Number.NaN, 1, { abs: Number.POSITIVE_INFINITY, rel: 1, ulp: 1e9, reason })).toBe(false);
  expect(isClose(1e30, Number.POSITIVE_INFINITY, { abs: 1, rel: 1, reason })).toBe(false);
});

test("a failure names the index, both values, the distance and the reason", () => {
  const compare = (): void => expectClose([1, 2.5, 3], [1, 2, 4], { abs: 0.1, reason: "one addition" });
  expect(compare).toThrow(
    "[1]: 2.5 instead of 2: differ by 0.500, 2097152 ulp; 2 of 3 fail; allowed abs 0.1 (one addition)",
  );
  expect(() => expectClose([1], [1, 2], { reason: "" })).toThrow("1 elements instead of 2");
});

test("normals have the moments they should", () => {
  const xs = normals(1, 20_000, 3, 2);
  const mean = xs.reduce((sum, x) => sum + x, 0) / xs.length;
  const variance = xs.reduce((sum, x) => sum + (x - mean) ** 2, 0) / xs.length;
  // Five standard errors: 2/√20000 for the mean, 4·√(2/20000) for the variance.
  expect(Math.abs(mean - 3)).toBeLessThan(0.071);
  expect(Math.abs(variance - 4)).toBeLessThan(0.2);
  expect([...normals(1, 3)]).toEqual([...normals(1, 3)]);
});
