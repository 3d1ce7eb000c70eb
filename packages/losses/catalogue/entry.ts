/**
 * @file What the catalogue says of a function: one record each, from which `docs/losses.md` is written (`npm run docs:losses`).
 *
 * A record goes into the file of its family. Text is plain: no Markdown tables, no LaTeX; write formulas with x or p for the
 * prediction, t for the target, e for p − t, C for the number of classes. No field may be empty: where a library has
 * nothing of the kind its name is `NONE`.
 */

/** What stands for "this library has nothing like it". */
export const NONE = "–";

export interface LibraryNames {
  readonly keras: string;
  /** tf.nn and tf.compat.v1, where they have more than Keras. */
  readonly tensorflow: string;
  readonly pytorch: string;
  readonly optax: string;
  readonly sklearn: string;
}

/** An option: its name, its default as it is written in code, and what it does. */
export type OptionEntry = readonly [name: string, defaultValue: string, meaning: string];

/** Cases of a fixture that a function is tested with. */
export interface VectorClaim {
  /** Its name in `packages/losses/test/fixtures`. */
  readonly file: string;
  /**
   * Names of cases: their `name`, else their `loss`, with " from_logits" behind it where that option is true.
   * `mse_*` means all that begin so, `*` all.
   */
  readonly cases: readonly string[];
}

export interface LossEntry {
  /** The exported function. */
  readonly name: string;
  /** Other exports that this record documents as well. */
  readonly alsoExported?: readonly string[];
  /** In words, as a textbook's index has it. */
  readonly title: string;
  /** Per element, row or pair, before reduction. */
  readonly formula: string;
  readonly names: LibraryNames;
  /** All options but `reduction`, which every loss has. May have no rows. */
  readonly options: readonly OptionEntry[];
  /** What it gives at kinks, extremes, and for degenerate or bad input: one sentence each. */
  readonly edges: readonly string[];
  /**
   * Of a loss: the most kernels that value and gradient take together, along any axis of up to 32 classes. A loss of
   * elements takes 1 (beyond 4096 elements its sum is another), one of rows 2; what takes more says why.
   */
  readonly kernels?: number | readonly [count: number, reason: string];
  /** What the mean divides by, and how weights enter. */
  readonly mean: string;
  /** The vectors that check it; or, where nobody publishes any, a sentence that says what checks it instead. */
  readonly vectors: readonly VectorClaim[] | string;
  /** Where the formula comes from: paper, book, or documentation. */
  readonly source: string;
}
