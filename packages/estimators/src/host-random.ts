/** @file Random numbers on the host: the order of samples, and which are held out. */
import { nextKey, type RandomKey, random } from "@adjoint/core";

/** A generator of whole numbers in [0, bound). */
export type HostRandom = (bound: number) => number;

/** The key of a seed; without one, the next of the global generator, which `manualSeed` restarts. */
export function keyOfState(randomState: number | null): RandomKey {
  return randomState === null ? nextKey() : random.key(randomState);
}

/**
 * The generator of a key; each `stream` under it is another one.
 * @see Doty-Humphrey, PractRand: sfc32
 */
export function hostRandom(key: RandomKey, stream: number): HostRandom {
  let [a, b] = key.words;
  let c = stream;
  let counter = 1;
  const bits = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return sum >>> 0;
  };
  // The first numbers of similar keys are similar.
  for (let skipped = 0; skipped < 16; skipped++) bits();
  return (bound) => Math.floor((bits() / 2 ** 32) * bound);
}

/** Brings numbers into random order, in place. */
export function shuffle(numbers: Uint32Array, below: HostRandom): void {
  for (let i = numbers.length - 1; i > 0; i--) {
    const j = below(i + 1);
    const moved = numbers[i] as number;
    numbers[i] = numbers[j] as number;
    numbers[j] = moved;
  }
}

/** 0, 1, 2 … */
export function countTo(count: number): Uint32Array {
  return Uint32Array.from({ length: count }, (_, i) => i);
}
