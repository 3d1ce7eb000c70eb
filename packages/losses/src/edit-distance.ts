/** @file The edit distance between two sequences. */

/** Anything that can be read by index and compared by ===: a string (by UTF-16 unit), labels, words. */
export interface Sequence<T> {
  readonly length: number;
  readonly [index: number]: T;
}

/**
 * The least number of insertions, deletions and substitutions that make one sequence the other.
 *
 * Cost: time |a|·|b|, memory |b|.
 * @see Levenshtein (1966), Binary codes capable of correcting deletions, insertions, and reversals
 * @example editDistance("kitten", "sitting") // 3
 */
export function editDistance<T>(a: Sequence<T>, b: Sequence<T>): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 0; i < a.length; i++) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j++) {
      const substitution = (row[j] ?? 0) + (a[i] === b[j] ? 0 : 1);
      const deletion = (row[j + 1] ?? 0) + 1;
      next.push(Math.min(substitution, deletion, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
