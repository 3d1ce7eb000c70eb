/** @file Random keys: two words that name a stream of random bits. Immutable; new keys are derived, never advanced. */
import { UsageError } from "../errors.ts";
import { threefry } from "../scalar/reference.ts";

/** The name of a stream of random bits: the key of Threefry-2x32. */
export interface RandomKey {
  readonly words: readonly [number, number];
}

/**
 * The key of a seed: its high and its low 32 bits.
 * @throws {UsageError} if the seed is not a whole number of at most 53 bits.
 */
export function key(seed: number): RandomKey {
  return keyOf("random.key", seed);
}

/** As `key`, for an operation of the given name. */
export function keyOf(op: string, seed: number): RandomKey {
  if (!Number.isSafeInteger(seed)) {
    throw new UsageError({
      op,
      rule: "the seed must be a whole number of at most 53 bits",
      got: String(seed),
      hint: "such as 0 or Date.now()",
    });
  }
  return { words: [Math.floor(seed / 2 ** 32) >>> 0, seed >>> 0] };
}

/** The key number `index` under another: its own stream, as good as independent of all others. */
export function fold(parent: RandomKey, index: number): RandomKey {
  const [high, low] = parent.words;
  const second = threefry(high, low, 2 * index);
  return { words: [second, threefry(high, low, 2 * index + 1)] };
}

/**
 * `count` new keys. Do not draw from the parent as well: its stream and theirs are made of the same words.
 * @example const [a, b] = random.split(random.key(0))
 */
export function split(parent: RandomKey, count = 2): RandomKey[] {
  return Array.from({ length: count }, (_, index) => fold(parent, index));
}
