/**
 * @file Seeded data for tests, and the values at the edges of float32.
 */

/** A source of numbers in [0, 1) that repeats for a seed. @see Wellons (2018), Prospecting for hash functions */
export function randomSource(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
  };
}

/** Numbers in [low, high), as float32. */
export function uniforms(seed: number, count: number, low = 0, high = 1): Float32Array {
  const next = randomSource(seed);
  return Float32Array.from({ length: count }, () => low + (high - low) * next());
}

/** Normal numbers of the given mean and deviation, as float32. @see Box and Muller (1958) */
export function normals(seed: number, count: number, mean = 0, deviation = 1): Float32Array {
  const next = randomSource(seed);
  return Float32Array.from({ length: count }, () => {
    const radius = Math.sqrt(-2 * Math.log(1 - next()));
    return mean + deviation * radius * Math.cos(2 * Math.PI * next());
  });
}

/** Integers in [low, high). */
export function integers(seed: number, count: number, low: number, high: number): Int32Array {
  const next = randomSource(seed);
  return Int32Array.from({ length: count }, () => low + Math.floor((high - low) * next()));
}

/** Zeros, ones, halves, the smallest and largest normal and subnormal numbers, infinities, NaN. All are float32. */
export const EDGE_FLOATS: readonly number[] = [
  ...[0, 1, 0.5, 2, 3, 1 + 2 ** -23, 1 - 2 ** -24, 2 ** -149, 2 ** -126, 2 ** -126 - 2 ** -149, 2 ** -127, 2 ** -12],
  ...[
    2 ** 23,
    2 ** 23 + 1,
    2 ** 24 - 1,
    2 ** 24,
    2 ** 31,
    2 ** 32,
    (2 - 2 ** -23) * 2 ** 127,
    Number.POSITIVE_INFINITY,
  ],
]
  .flatMap((x) => [x, -x])
  .concat(Number.NaN);
