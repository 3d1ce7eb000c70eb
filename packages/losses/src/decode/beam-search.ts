/** @file Prefix beam search over the frames of one sequence. It knows neither tensors nor batches. */
import { BestCandidates } from "./best-candidates.ts";
import type { LabelScorer } from "./label-scorer.ts";
import { logAdd } from "./log-add.ts";
import { PrefixTrie, ROOT } from "./prefix-trie.ts";

export interface BeamSettings {
  readonly classes: number;
  readonly width: number;
  readonly blank: number;
  readonly mergesRepeated: boolean;
  /** So many labels of a frame, the most likely ones, may begin new prefixes. */
  readonly classesPerFrame: number;
  readonly scorer: LabelScorer | undefined;
}

/** A prefix of the beam: labels, log-probability, and this with what the scorer adds. */
export interface BeamPrefix {
  readonly labels: readonly number[];
  readonly score: number;
  readonly logProbability: number;
}

/** Stands for the label of a prefix that is not extended. */
const STAY = -1;
const NEVER = Number.NEGATIVE_INFINITY;

/** The log-probabilities of paths that end in a blank, and in the prefix's last label. */
interface Slots {
  readonly nodes: Int32Array;
  readonly blank: Float64Array;
  readonly label: Float64Array;
  readonly total: Float64Array;
}

const emptySlots = (width: number): Slots => ({
  nodes: new Int32Array(width),
  blank: new Float64Array(width),
  label: new Float64Array(width),
  total: new Float64Array(width),
});

/** Prefixes in slots, the best first, and those that replace them at the next frame. */
export class BeamSearch {
  readonly #settings: BeamSettings;
  readonly #trie: PrefixTrie;
  readonly #best: BestCandidates;
  readonly #ranking: BestCandidates;
  readonly #isChild: Int32Array;
  #labels: readonly number[] = [];
  #now: Slots;
  /** The prefixes of `#now` one frame later, if they are not extended. */
  #stayed: Slots;
  #next: Slots;
  #size = 1;
  #slotOf = new Map<number, number>([[ROOT, 0]]);
  #mark = 0;

  constructor(settings: BeamSettings) {
    const { classes, width, classesPerFrame, scorer } = settings;
    this.#settings = settings;
    this.#trie = new PrefixTrie(classes);
    this.#best = new BestCandidates(width);
    // No prefix has more than `width` children in the next beam, and no more than `width` in this one, which are not
    // candidates any more; so the 2·width most likely labels suffice where no scorer reorders them.
    const most = scorer === undefined ? 2 * width : classes;
    this.#ranking = new BestCandidates(Math.max(1, Math.min(classes, classesPerFrame, most)));
    this.#isChild = new Int32Array(classes);
    this.#now = emptySlots(width);
    this.#stayed = emptySlots(width);
    this.#next = emptySlots(width);
    this.#now.nodes[0] = ROOT;
    this.#now.label[0] = NEVER;
  }

  /** Takes in the log-probabilities of a frame. */
  step(row: Float64Array): void {
    this.#rank(row);
    this.#best.clear();
    const children = this.#stay(row);
    for (let slot = 0; slot < this.#size; slot++) this.#extend(row, slot, children[slot] ?? []);
    this.#advance(row);
  }

  /** The best prefixes, at most `count`. */
  top(count: number): BeamPrefix[] {
    return Array.from({ length: Math.min(count, this.#size) }, (_, slot) => {
      const node = this.#now.nodes[slot] ?? ROOT;
      const logProbability = this.#now.total[slot] ?? NEVER;
      return { labels: this.#trie.prefixOf(node), score: logProbability + this.#trie.scoreOf(node), logProbability };
    });
  }

  /** Labels in falling order of probability. */
  #rank(row: Float64Array): void {
    const ranking = this.#ranking;
    ranking.clear();
    row.forEach((value, label) => {
      if (label !== this.#settings.blank) ranking.add(value, 0, label);
    });
    const labels: number[] = [];
    ranking.each((_, label) => labels.push(label));
    this.#labels = labels;
  }

  /** The log-probability of a prefix's paths that `label` may follow as a label of its own, and of `label`. */
  #arrive(row: Float64Array, slot: number, label: number): number {
    const isRepetition = this.#settings.mergesRepeated && label === this.#trie.labelOf(this.#now.nodes[slot] ?? ROOT);
    const paths = isRepetition ? this.#now.blank : this.#now.total;
    return (paths[slot] ?? NEVER) + (row[label] ?? NEVER);
  }

  /**
   * Prefixes that stay as they are, by a blank, by a repetition, or as the extension of their parent, if that is in the
   * beam as well.
   * @returns the labels by which the prefix of each slot has children in the beam.
   */
  #stay(row: Float64Array): number[][] {
    const { blank, mergesRepeated } = this.#settings;
    const [now, stayed, trie] = [this.#now, this.#stayed, this.#trie];
    const children = Array.from({ length: this.#size }, (): number[] => []);
    for (let slot = 0; slot < this.#size; slot++) {
      const node = now.nodes[slot] ?? ROOT;
      const last = trie.labelOf(node);
      const parent = this.#slotOf.get(trie.parentOf(node));
      let label = mergesRepeated && node !== ROOT ? (now.label[slot] ?? NEVER) + (row[last] ?? NEVER) : NEVER;
      if (parent !== undefined) {
        label = logAdd(label, this.#arrive(row, parent, last));
        children[parent]?.push(last);
      }
      stayed.label[slot] = label;
      stayed.blank[slot] = (now.total[slot] ?? NEVER) + (row[blank] ?? NEVER);
      stayed.total[slot] = logAdd(label, stayed.blank[slot] ?? NEVER);
      this.#best.add((stayed.total[slot] ?? NEVER) + trie.scoreOf(node), slot, STAY);
    }
    return children;
  }

  /** The children of a prefix that are not in the beam. */
  #extend(row: Float64Array, slot: number, children: readonly number[]): void {
    const { scorer, classes } = this.#settings;
    const node = this.#now.nodes[slot] ?? ROOT;
    const own = this.#trie.scoreOf(node);
    const most = (this.#now.total[slot] ?? NEVER) + own;
    const mark = ++this.#mark;
    for (const label of children) this.#isChild[label] = mark;
    for (const label of this.#labels) {
      // All labels from here on are less likely still.
      if (scorer === undefined && most + (row[label] ?? NEVER) <= this.#best.threshold) return;
      if (this.#isChild[label] === mark) continue;
      const arriving = this.#arrive(row, slot, label);
      if (arriving === NEVER) continue;
      const added = scorer === undefined ? 0 : scorer.score(this.#trie, node, label, classes);
      this.#best.add(arriving + own + added, slot, label);
    }
  }

  /** Makes the best candidates the beam. */
  #advance(row: Float64Array): void {
    const { scorer, classes } = this.#settings;
    const [trie, now, stayed, next] = [this.#trie, this.#now, this.#stayed, this.#next];
    const slotOf = new Map<number, number>();
    this.#best.each((from, label) => {
      const slot = slotOf.size;
      const parent = now.nodes[from] ?? ROOT;
      if (label === STAY) {
        next.nodes[slot] = parent;
        next.blank[slot] = stayed.blank[from] ?? NEVER;
        next.label[slot] = stayed.label[from] ?? NEVER;
        next.total[slot] = stayed.total[from] ?? NEVER;
      } else {
        const added = scorer === undefined ? 0 : scorer.score(trie, parent, label, classes);
        next.nodes[slot] = trie.child(parent, label, trie.scoreOf(parent) + added);
        next.blank[slot] = NEVER;
        next.label[slot] = this.#arrive(row, from, label);
        next.total[slot] = next.label[slot] ?? NEVER;
      }
      slotOf.set(next.nodes[slot] ?? ROOT, slot);
    });
    this.#now = next;
    this.#next = now;
    this.#slotOf = slotOf;
    this.#size = slotOf.size;
    scorer?.retain(slotOf.keys());
  }
}
