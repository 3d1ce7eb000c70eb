/** @file Several digit strings as the arrays that the network and its loss take. */
import { type DigitString, HEIGHT, LONGEST, WIDTH } from "./strings.ts";

/** Columns that the network sees at once, the middle one being the one it reads. */
export const WINDOW = 7;

/** What the network sees of one column. */
export const FEATURES = WINDOW * HEIGHT;

export interface Batch {
  /** [N, WIDTH, FEATURES]: for each column, the pixels of the columns around it, with contrast. */
  readonly windows: Float32Array;
  /** [N, LONGEST]: digits plus one, as 0 is the blank; zeros behind the end. */
  readonly labels: Int32Array;
  readonly labelLengths: number[];
  /** Columns of each string. */
  readonly inputLengths: number[];
}

/** Pixels as the network gets them, about as often positive as negative, and of a size near 1. */
const contrast = (ink: number): number => 3 * (ink - 0.15);

/** Packs strings into a batch. */
export function toBatch(strings: readonly DigitString[]): Batch {
  const windows = new Float32Array(strings.length * WIDTH * FEATURES);
  const labels = new Int32Array(strings.length * LONGEST);
  const margin = ((WINDOW - 1) / 2) * HEIGHT;
  strings.forEach((string, n) => {
    // With empty columns on both sides, the window of a column is one contiguous piece.
    const padded = new Float32Array(string.columns.length + 2 * margin).fill(contrast(0));
    padded.set(string.columns.map(contrast), margin);
    for (let column = 0; column < WIDTH; column++) {
      const begin = column * HEIGHT;
      windows.set(padded.subarray(begin, begin + FEATURES), (n * WIDTH + column) * FEATURES);
    }
    string.labels.forEach((digit, i) => {
      labels[n * LONGEST + i] = digit + 1;
    });
  });
  return {
    windows,
    labels,
    labelLengths: strings.map((string) => string.labels.length),
    inputLengths: strings.map((string) => string.width),
  };
}
