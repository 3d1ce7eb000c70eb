/** @file Random logits and labels, the same for each seed. */

/** Uniform numbers in [0, 1). */
export function uniform(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let x = Math.imul(state ^ (state >>> 15), state | 1);
    x ^= x + Math.imul(x ^ (x >>> 7), x | 61);
    return ((x ^ (x >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Normal numbers. */
export function normal(seed: number, count: number, deviation = 1): Float32Array {
  const next = uniform(seed);
  const one = (): number => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  return Float32Array.from({ length: count }, () => one() * deviation);
}

/** Labels in [1, classes). */
export function labelsBelow(seed: number, count: number, classes: number): Int32Array {
  const next = uniform(seed);
  return Int32Array.from({ length: count }, () => 1 + Math.floor(next() * (classes - 1)));
}
