import { type Digit, toDigits } from "./digits.ts";
import { readCsv } from "./read-csv.ts";

/** All 1,797 images of the UCI handwritten digits. */
export function loadDigits(): Digit[] {
  return toDigits(readCsv("digits.csv.gz"));
}
