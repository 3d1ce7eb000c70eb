/**
 * @file Distances of float32 numbers in units in the last place.
 */

const FLOAT = new Float32Array(1);
const BITS = new Int32Array(FLOAT.buffer);

/** Position of a float32 in the order of all of them; −0 and 0 share one. */
function ordinal(x: number): number {
  FLOAT[0] = x;
  const bits = BITS[0] as number;
  return bits < 0 ? -(2 ** 31) - bits : bits;
}

/** How many float32 steps lie between two numbers, each rounded first. Two NaN are equal; one NaN is infinitely far. */
export function ulpDistance(a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number.isNaN(a) && Number.isNaN(b) ? 0 : Number.POSITIVE_INFINITY;
  return Math.abs(ordinal(a) - ordinal(b));
}

/** Spacing of the float32 numbers around x. */
export function ulpOf(x: number): number {
  let exponent = Math.max(-126, Math.floor(Math.log2(Math.abs(x))));
  if (2 ** exponent > Math.abs(x) && exponent > -126) exponent--;
  return 2 ** (exponent - 23);
}

/**
 * Error of a float32 against the exact value, in units of the spacing at the exact value: at most 0.5 if correctly
 * rounded. Where either is infinite or NaN, it is the number of steps.
 */
export function ulpError(actual: number, exact: number): number {
  const rounded = Math.fround(exact);
  if (!Number.isFinite(actual) || !Number.isFinite(rounded)) return ulpDistance(actual, rounded);
  return Math.abs(actual - exact) / ulpOf(exact);
}

/** The largest error found so far, and where. It is 0 as long as all values are correctly rounded. */
export class WorstUlp {
  error = 0;
  count = 0;
  private at = "";

  /** `argument` is what the function was called with. */
  record(argument: number | readonly number[], actual: number, exact: number): void {
    this.count++;
    if (actual === Math.fround(exact)) return;
    const error = ulpError(actual, exact);
    if (error <= this.error) return;
    this.error = error;
    this.at = ` at ${argument}: ${actual}, exactly ${exact}`;
  }

  toString(): string {
    return `${this.error.toFixed(3)} ulp${this.at}`;
  }
}
