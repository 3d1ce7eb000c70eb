/**
 * @file Tolerances that carry their reason, and the comparison that names what differs.
 */
import { ulpDistance } from "./ulp.ts";

/** What may differ, and why. A value passes if any bound admits it; absent bounds are 0. */
export interface Tolerance {
  /** Bound of |actual − expected|. */
  readonly abs?: number;
  /** Bound of |actual − expected| / |expected|, added to `abs`. */
  readonly rel?: number;
  /** Bound in float32 steps. */
  readonly ulp?: number;
  readonly reason: string;
}

/** Nothing may differ, but for the sign of zero. */
export const EXACT: Tolerance = { reason: "the result is exact" };

/** True if the tolerance admits the difference. NaN fits NaN; an infinity fits itself. */
export function isClose(actual: number, expected: number, tolerance: Tolerance): boolean {
  if (actual === expected || (Number.isNaN(actual) && Number.isNaN(expected))) return true;
  if (!Number.isFinite(actual) || !Number.isFinite(expected))
    return ulpDistance(actual, expected) <= (tolerance.ulp ?? 0);
  const { abs = 0, rel = 0, ulp = 0 } = tolerance;
  return Math.abs(actual - expected) <= abs + rel * Math.abs(expected) || ulpDistance(actual, expected) <= ulp;
}

/**
 * Compares two arrays.
 * @throws {Error} naming the first index that fails, both values, their distance, and how many fail.
 */
export function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: Tolerance): void {
  if (actual.length !== expected.length) throw new Error(`${actual.length} elements instead of ${expected.length}`);
  const failures: number[] = [];
  for (let i = 0; i < actual.length; i++) {
    if (!isClose(actual[i] as number, expected[i] as number, tolerance)) failures.push(i);
  }
  const [index] = failures;
  if (index === undefined) return;
  const [a, e] = [actual[index] as number, expected[index] as number];
  const distance = `differ by ${Math.abs(a - e).toPrecision(3)}, ${ulpDistance(a, e)} ulp`;
  const bounds = (["abs", "rel", "ulp"] as const)
    .filter((key) => tolerance[key] !== undefined)
    .map((key) => `${key} ${tolerance[key]}`);
  throw new Error(
    `[${index}]: ${a} instead of ${e}: ${distance}; ${failures.length} of ${actual.length} fail; ` +
      `allowed ${bounds.join(", ") || "nothing"} (${tolerance.reason})`,
  );
}
