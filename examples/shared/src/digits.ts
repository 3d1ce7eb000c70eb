import type { Random } from "./random.ts";

/** Rows and columns of a digit's image. */
export const DIGIT_SIZE = 8;

/** One handwritten digit. */
export interface Digit {
  /** 8 rows of 8 pixels, from 0 (paper) to 1 (ink). */
  readonly pixels: Float32Array;
  /** 0 to 9. */
  readonly label: number;
}

/** Digits from the rows of `digits.csv.gz`. */
export function toDigits(rows: readonly (readonly number[])[]): Digit[] {
  return rows.map((row) => ({
    pixels: Float32Array.from(row.slice(0, DIGIT_SIZE * DIGIT_SIZE), (ink) => ink / 16),
    label: row[DIGIT_SIZE * DIGIT_SIZE] ?? Number.NaN,
  }));
}

/** Two disjoint parts of a list, drawn at random. */
export interface Split<T> {
  readonly train: T[];
  readonly test: T[];
}

/** Sets a share of a list apart for testing. */
export function split<T>(list: readonly T[], testShare: number, random: Random): Split<T> {
  const shuffled = random.shuffled(list);
  const testCount = Math.round(list.length * testShare);
  return { train: shuffled.slice(testCount), test: shuffled.slice(0, testCount) };
}
