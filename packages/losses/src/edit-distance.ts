/** @file The edit distance between two sequences. */

/** Anything that can be read by index and compared by ===: labels, words, or a string, which is read by code points. */
export interface Sequence<T> {
  readonly length: number;
  readonly [index: number]: T;
}

export interface EditDistanceOptions {
  /** Divides by the length of the second sequence; if that is empty: 0 if both are, else Infinity. Default false. */
  readonly normalize?: boolean | undefined;
}

/**
 * The least number of insertions, deletions and substitutions that make one sequence the other.
 *
 * With `normalize`, the second is the reference: the result is the number of edits for each of its elements, and may exceed
 * 1. NaN equals nothing, itself neither.
 * Cost: time |a|·|b|, memory |b|; what both begin and end with alike is not compared twice.
 * @see Levenshtein (1966), Binary codes capable of correcting deletions, insertions, and reversals; tf.edit_distance
 * @example editDistance("kitten", "sitting") // 3
 */
export function editDistance<T>(a: Sequence<T>, b: Sequence<T>, options: EditDistanceOptions = {}): number {
  const [x, y] = [elementsOf(a), elementsOf(b)];
  const edits = countEdits(x, y);
  if (options.normalize !== true) return edits;
  return edits === 0 ? 0 : edits / y.length;
}

/** A string as its code points, so that a character outside of the basic plane counts once. */
export function elementsOf<T>(sequence: Sequence<T>): Sequence<T> {
  return typeof sequence === "string" ? (Array.from<unknown>(sequence) as T[]) : sequence;
}

function countEdits<T>(a: Sequence<T>, b: Sequence<T>): number {
  let start = 0;
  let [endA, endB] = [a.length, b.length];
  while (start < endA && start < endB && a[start] === b[start]) start++;
  while (endA > start && endB > start && a[endA - 1] === b[endB - 1]) [endA, endB] = [endA - 1, endB - 1];
  const width = endB - start;
  const row = Uint32Array.from({ length: width + 1 }, (_, j) => j);
  for (let i = start; i < endA; i++) {
    // The distance of the shorter parts, above and to the left of the present one.
    let corner = row[0] ?? 0;
    let left = corner + 1;
    row[0] = left;
    for (let j = 0; j < width; j++) {
      const above = row[j + 1] ?? 0;
      const edits = a[i] === b[start + j] ? corner : 1 + Math.min(corner, above, left);
      row[j + 1] = edits;
      corner = above;
      left = edits;
    }
  }
  return row[width] ?? 0;
}
