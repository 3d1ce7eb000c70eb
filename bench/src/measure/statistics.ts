/** @file Medians, and how far apart those of two runs may be. */
import { max, median, min } from "simple-statistics";
import type { Interval } from "./summary.ts";

/** @throws {Error} of no values. */
export function medianOf(values: readonly number[]): number {
  return median([...values]);
}

/**
 * By how many times their own range the medians of n rounds are widened on each side, so that in 19 cases of 20 the median of
 * another n falls in between; found by drawing rounds whose logarithms are normal. A range of seven needs hardly any.
 */
const WIDENING: Readonly<Record<number, number>> = { 2: 8.5, 3: 1.5, 4: 0.6, 5: 0.3, 6: 0.15, 7: 0.05 };

/**
 * Two runs differ even where rounds of one do not: by where memory lies, how code was compiled, what clock the processor had.
 * No interval is narrower than this, as a factor on each side.
 */
const LEAST_FACTOR = 1.05;
/** A single round says nothing of its spread; this is an assumption. */
const SINGLE_FACTOR = 1.25;

/**
 * The interval in which the median of another run is expected, from what each round gave. It knows rounds alone, not the samples
 * inside them: those share the state that the machine happened to be in, so they are more alike than two runs are.
 *
 * Ratios, not differences, are what times vary by, so it is made of logarithms, and never reaches 0.
 *
 * @param perRound positive: one at least
 * @param center what to report; the median of the rounds if left out
 */
export function intervalOf(perRound: readonly number[], center = medianOf(perRound)): Interval {
  const [low, high] = [min([...perRound]), max([...perRound])];
  const widening = WIDENING[perRound.length] ?? 0;
  const margin = perRound.length === 1 ? SINGLE_FACTOR : (high / low) ** widening;
  return {
    median: center,
    low: Math.min(low / margin, center / LEAST_FACTOR),
    high: Math.max(high * margin, center * LEAST_FACTOR),
  };
}

/** Whether two runs say the same of one thing: some value is expected by both. */
export function agree(a: Interval, b: Interval): boolean {
  return a.low <= b.high && b.low <= a.high;
}
