/** @file The prefixes of a beam search as a trie: a node is a label behind its parent, so that no prefix is ever copied. */

const FIRST_CAPACITY = 256;

export const ROOT = 0;

export class PrefixTrie {
  readonly #classes: number;
  /** Nodes by parent · classes + label. A prefix that was pruned and found again is the same node. */
  readonly #children = new Map<number, number>();
  #parents = new Int32Array(FIRST_CAPACITY);
  #labels = new Int32Array(FIRST_CAPACITY);
  /** What the scorer gave for all labels of a prefix. */
  #scores = new Float64Array(FIRST_CAPACITY);
  #size = 1;

  constructor(classes: number) {
    this.#classes = classes;
    this.#parents[ROOT] = -1;
    this.#labels[ROOT] = -1;
  }

  /** The prefix without its last label; −1 for the root. */
  parentOf(node: number): number {
    return this.#parents[node] ?? -1;
  }

  /** The last label; −1 for the root. */
  labelOf(node: number): number {
    return this.#labels[node] ?? -1;
  }

  scoreOf(node: number): number {
    return this.#scores[node] ?? 0;
  }

  /** The prefix `node` with `label` behind it. `score` is that of the longer prefix; it is the same each time. */
  child(node: number, label: number, score: number): number {
    const key = node * this.#classes + label;
    const known = this.#children.get(key);
    if (known !== undefined) return known;
    if (this.#size === this.#parents.length) this.#grow();
    const fresh = this.#size++;
    this.#parents[fresh] = node;
    this.#labels[fresh] = label;
    this.#scores[fresh] = score;
    this.#children.set(key, fresh);
    return fresh;
  }

  prefixOf(node: number): number[] {
    const labels: number[] = [];
    for (let at = node; at !== ROOT; at = this.parentOf(at)) labels.push(this.labelOf(at));
    return labels.reverse();
  }

  #grow(): void {
    const capacity = 2 * this.#size;
    const [parents, labels, scores] = [this.#parents, this.#labels, this.#scores];
    this.#parents = new Int32Array(capacity);
    this.#labels = new Int32Array(capacity);
    this.#scores = new Float64Array(capacity);
    this.#parents.set(parents);
    this.#labels.set(labels);
    this.#scores.set(scores);
  }
}
