/**
 * @file Meanings, in double precision or exact 32-bit arithmetic, of those scalar operations that `Math` does not have.
 */

/** Rounds half to even, as IEEE 754 does by default. */
export function roundEven(x: number): number {
  if (Math.abs(x) >= 2 ** 52 || Number.isNaN(x)) return x;
  const magic = x < 0 ? -(2 ** 52) : 2 ** 52;
  const rounded = x + magic - magic;
  return rounded === 0 ? x * 0 : rounded;
}

/**
 * The error function, to about 1e-15: its Maclaurin series for |x| < 3, beyond that the continued fraction of erfc.
 * @see Abramowitz and Stegun (1964), 7.1.6 and 7.1.14
 */
export function erf(x: number): number {
  const a = Math.abs(x);
  if (Number.isNaN(x)) return x;
  if (a > 6) return Math.sign(x);
  if (a < 3) {
    let term = a;
    let sum = a;
    for (let n = 1; Math.abs(term) > 1e-17 * sum; n++) {
      term *= (2 * a * a) / (2 * n + 1);
      sum += term;
    }
    return ((Math.sign(x) * 2) / Math.sqrt(Math.PI)) * Math.exp(-a * a) * sum || x;
  }
  let fraction = a;
  for (let n = 60; n >= 1; n--) fraction = a + n / 2 / fraction;
  return Math.sign(x) * (1 - Math.exp(-a * a) / (Math.sqrt(Math.PI) * fraction));
}

/** Up to here the formulas of sin and cos keep their bound; beyond, 16 bits do not hold the multiple of π/2. */
export const FAR_ANGLE = 1e5;

/** sin x, or cos x for q ≠ 0, of a far x; of others what is given as `near`. */
export function farSine(x: number, q: number, near: number): number {
  if (!(Math.abs(x) > FAR_ANGLE)) return near;
  return q === 0 ? Math.sin(x) : Math.cos(x);
}

const rotateLeft = (x: number, bits: number): number => (x << bits) | (x >>> (32 - bits));

/** Rotation distances of Threefry-2x32, used in turn, four rounds between key injections. */
export const THREEFRY_ROTATIONS = [13, 15, 26, 6, 17, 29, 16, 24] as const;
/** The key schedule's parity constant. */
export const THREEFRY_PARITY = 0x1bd11bda;

/**
 * First word of Threefry-2x32 with 20 rounds.
 * @see Salmon, Moraes, Dror, Shaw (2011), Parallel random numbers: as easy as 1, 2, 3
 */
export function threefry(key0: number, key1: number, counter: number): number {
  const schedule = [key0, key1, key0 ^ key1 ^ THREEFRY_PARITY] as const;
  let x0 = (counter + key0) | 0;
  let x1 = key1 | 0;
  for (let round = 0; round < 20; round++) {
    x0 = (x0 + x1) | 0;
    x1 = rotateLeft(x1, THREEFRY_ROTATIONS[(round % 8) as 0]) ^ x0;
    if (round % 4 === 3) {
      const injection = (round + 1) / 4;
      x0 = (x0 + schedule[(injection % 3) as 0]) | 0;
      x1 = (x1 + schedule[((injection + 1) % 3) as 0] + injection) | 0;
    }
  }
  return x0 >>> 0;
}
