import { expect } from "vitest";

/** Expects equal lengths and |got − want| ≤ tolerance · max(1, |want|); names the first element that is too far off. */
export function expectClose(got: ArrayLike<number>, want: ArrayLike<number>, tolerance: number, what = "value"): void {
  expect(got.length, `${what}: length`).toBe(want.length);
  for (let i = 0; i < want.length; i++) {
    const [a, b] = [got[i] ?? Number.NaN, want[i] ?? Number.NaN];
    if (Math.abs(a - b) <= tolerance * Math.max(1, Math.abs(b))) continue;
    expect.fail(`${what}[${i}]: got ${a}, want ${b}, distance ${Math.abs(a - b)}, tolerance ${tolerance}`);
  }
}
