/** @file Sums of probabilities that are held as logarithms. */

/** log(e^a + e^b). −∞ stands for probability 0. */
export function logAdd(a: number, b: number): number {
  const [low, high] = a < b ? [a, b] : [b, a];
  return low === Number.NEGATIVE_INFINITY ? high : high + Math.log1p(Math.exp(low - high));
}
