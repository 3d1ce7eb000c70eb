/** @file What timestamps say. */
import { expect, test } from "vitest";
import { elapsedMs, resolutionMs } from "../src/timing/ticks.ts";

const MAX = 2n ** 64n - 1n;

test.each([
  ["a time", 5_000_000n, 7_500_000n, 2.5],
  ["nothing", 5n, 5n, 0],
  ["a counter that wraps at 64 bits", MAX - 499_999n, 500_000n, 1],
  ["a counter that wraps at 36 bits", 2n ** 36n - 10n, 10n, 0],
  ["a counter that was reset", 9_000_000n, 3n, 0],
  ["longer than was waited", 0n, 2_000_000_000n, 0],
])("%s", (_, begin, end, ms) => {
  expect(elapsedMs({ begin, end }, 1000)).toBe(ms);
});

test.each([
  ["whole ns", [3n, 10n, 25n], 1e-6],
  ["rounded to a power of two", [0n, 65_536n, 196_608n, 1_048_576n], 0.065536],
  ["rounded to 100 µs", [700_000n, 1_000_000n, 1_300_000n], 0.1],
  ["no time at all", [0n, 0n], 0],
])("the clock's step: %s", (_, ticks, ms) => {
  expect(resolutionMs(ticks)).toBe(ms);
});
