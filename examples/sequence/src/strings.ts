/** @file Strings of handwritten digits: images glued together with random gaps and vertical shifts. */
import { DIGIT_SIZE, type Digit, type Random } from "@adjoint/examples-shared/portable";

/** Rows of a string's image: a digit may sit up to two rows lower than another. */
export const HEIGHT = 10;

/** Fewest and most digits of a string. */
export const SHORTEST = 3;
export const LONGEST = 8;

/** Most empty columns before each digit, and behind the last. */
const LARGEST_GAP = 3;

/** Columns of every image: the longest string fits. A constant width lets every batch use the same compiled plan. */
export const WIDTH = LONGEST * DIGIT_SIZE + (LONGEST + 1) * LARGEST_GAP;

export interface DigitString {
  /** Column by column, each from top to bottom: WIDTH columns of HEIGHT pixels. */
  readonly columns: Float32Array;
  /** Columns that belong to the string; the others are empty. */
  readonly width: number;
  /** The digits, 0 to 9. */
  readonly labels: readonly number[];
}

/** A string of 3 to 8 digits drawn from `digits`. */
export function drawString(digits: readonly Digit[], random: Random): DigitString {
  const columns = new Float32Array(WIDTH * HEIGHT);
  const labels: number[] = [];
  const count = random.integer(SHORTEST, LONGEST + 1);
  let left = 0;
  for (let i = 0; i < count; i++) {
    const digit = digits[random.integer(0, digits.length)] as Digit;
    left += random.integer(0, LARGEST_GAP + 1);
    paste(digit, columns, left, random.integer(0, HEIGHT - DIGIT_SIZE + 1));
    labels.push(digit.label);
    left += DIGIT_SIZE;
  }
  return { columns, width: left + random.integer(0, LARGEST_GAP + 1), labels };
}

function paste({ pixels }: Digit, columns: Float32Array, left: number, top: number): void {
  for (let row = 0; row < DIGIT_SIZE; row++) {
    for (let column = 0; column < DIGIT_SIZE; column++) {
      columns[(left + column) * HEIGHT + top + row] = pixels[row * DIGIT_SIZE + column] ?? 0;
    }
  }
}
