/** @file Elements of an output, and where they are taken. */

/** Elements of one output. */
export interface Expected {
  readonly indices: readonly number[];
  readonly values: readonly number[];
  /** Largest error allowed, absolute: what float32 arithmetic, or an approximation that engines may choose, accounts for. */
  readonly tolerance: number;
}

/** By output. An engine need not give them all, but one at least. */
export type ExpectedOutputs = Readonly<Record<string, Expected>>;

/** Half a unit in the last place of float32, relative. */
export const ROUNDING = 2 ** -24;

/**
 * About `wanted` positions spread over `count`, the last one among them. Their distance is odd, so that they meet every
 * remainder by a power of two: each lane of a vector, each corner of a tile.
 */
export function spread(count: number, wanted = 101): number[] {
  const step = Math.max(1, Math.floor(count / wanted)) | 1;
  const indices = Array.from({ length: Math.ceil(count / step) }, (_, i) => i * step);
  return indices.at(-1) === count - 1 ? indices : [...indices, count - 1];
}

/** The elements at `indices`, each by `valueAt`. */
export function sampleAt(indices: readonly number[], tolerance: number, valueAt: (index: number) => number): Expected {
  return { indices, values: indices.map(valueAt), tolerance };
}

/** The largest magnitude. */
export function largest(values: Iterable<number>): number {
  let found = 0;
  for (const value of values) found = Math.max(found, Math.abs(value));
  return found;
}
