/** @file What a language model adds to the score of prefixes, asked once for each label behind each prefix of the beam. */
import { UsageError } from "@adjoint/core";
import type { PrefixTrie } from "./prefix-trie.ts";

/**
 * The logarithm of how likely `label` is behind `prefix`; −Infinity forbids it. It must depend on nothing else, and not
 * change `prefix`.
 */
export type CtcScorer = (prefix: readonly number[], label: number) => number;

interface Answers {
  readonly prefix: readonly number[];
  /** NaN where the scorer was not asked. */
  readonly scores: Float64Array;
}

export class LabelScorer {
  readonly #op: string;
  readonly #scorer: CtcScorer;
  readonly #weight: number;
  #answers = new Map<number, Answers>();

  constructor(op: string, scorer: CtcScorer, weight: number) {
    this.#op = op;
    this.#scorer = scorer;
    this.#weight = weight;
  }

  /**
   * The weighted score of a label behind the prefix `node`.
   * @throws {UsageError} if the scorer gives NaN or +Infinity.
   */
  score(trie: PrefixTrie, node: number, label: number, classes: number): number {
    let answers = this.#answers.get(node);
    if (answers === undefined) {
      answers = { prefix: trie.prefixOf(node), scores: new Float64Array(classes).fill(Number.NaN) };
      this.#answers.set(node, answers);
    }
    const known = answers.scores[label] ?? Number.NaN;
    if (!Number.isNaN(known)) return known;
    const given = this.#scorer(answers.prefix, label);
    if (typeof given !== "number" || Number.isNaN(given) || given === Number.POSITIVE_INFINITY) {
      const got = `${given} for label ${label} behind [${answers.prefix.join(", ")}]`;
      const rule = "scorer must give a number below Infinity";
      throw new UsageError({ op: this.#op, rule, got, hint: "-Infinity forbids a label" });
    }
    // 0 · −∞ would be NaN: what is forbidden stays so at weight 0.
    const weighted = given === Number.NEGATIVE_INFINITY ? given : this.#weight * given;
    answers.scores[label] = weighted;
    return weighted;
  }

  /** Forgets what is known of all prefixes but these. */
  retain(nodes: Iterable<number>): void {
    const kept = new Map<number, Answers>();
    for (const node of nodes) {
      const answers = this.#answers.get(node);
      if (answers !== undefined) kept.set(node, answers);
    }
    this.#answers = kept;
  }
}
