/** @file Random numbers on the host, for shuffling and drawing data: small, fast, and the same everywhere. */

/** A sequence of random numbers that its seed determines. */
export interface Random {
  /** A number in [0, 1). */
  next(): number;
  /** A whole number in [low, high). */
  integer(low: number, high: number): number;
  /** A normally distributed number. */
  normal(): number;
  /** A copy of the list in random order. */
  shuffled<T>(list: readonly T[]): T[];
}

/**
 * The generator for a seed. `stream` separates independent uses of one seed, such as splitting and drawing.
 * @see Doty-Humphrey, PractRand: sfc32
 */
export function createRandom(seed: number, stream = 0): Random {
  let [a, b, c, counter] = [seed | 0, Math.floor(seed / 2 ** 32) | 0, stream | 0, 1];
  const bits = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return sum >>> 0;
  };
  for (let warmup = 0; warmup < 16; warmup++) bits();
  const next = (): number => bits() / 2 ** 32;
  const integer = (low: number, high: number): number => low + Math.floor(next() * (high - low));
  return {
    next,
    integer,
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    shuffled: (list) => {
      const copy = [...list];
      for (let i = copy.length - 1; i > 0; i--) {
        const j = integer(0, i + 1);
        const [x, y] = [copy[i], copy[j]] as [(typeof copy)[0], (typeof copy)[0]];
        copy[i] = y;
        copy[j] = x;
      }
      return copy;
    },
  };
}
