/** @file The best of many candidates: a heap of bounded size, whose root is the worst that is kept. */

export class BestCandidates {
  readonly #capacity: number;
  readonly #scores: Float64Array;
  /** Numbers in the order of arrival: of equal scores the earlier wins. */
  readonly #arrivals: Float64Array;
  /** Two payloads of each: the slot it comes from, and the label it adds. */
  readonly #slots: Int32Array;
  readonly #labels: Int32Array;
  #size = 0;
  #arrived = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
    this.#scores = new Float64Array(capacity);
    this.#arrivals = new Float64Array(capacity);
    this.#slots = new Int32Array(capacity);
    this.#labels = new Int32Array(capacity);
  }

  get size(): number {
    return this.#size;
  }

  clear(): void {
    this.#size = 0;
    this.#arrived = 0;
  }

  /** What a candidate must exceed to be kept. */
  get threshold(): number {
    return this.#size < this.#capacity ? Number.NEGATIVE_INFINITY : (this.#scores[0] ?? 0);
  }

  /** Keeps a candidate if it is among the best so far. Those of score −∞ are none. */
  add(score: number, slot: number, label: number): void {
    if (!(score > this.threshold)) return;
    const arrival = this.#arrived++;
    if (this.#size < this.#capacity) this.#rise(this.#size++, score, arrival, slot, label);
    else this.#sink(score, arrival, slot, label);
  }

  /** Calls `visit` with all that were kept, the best first. */
  each(visit: (slot: number, label: number) => void): void {
    const order = Array.from({ length: this.#size }, (_, i) => i);
    order.sort((a, b) => (this.#isWorse(a, this.#scores[b] ?? 0, this.#arrivals[b] ?? 0) ? 1 : -1));
    for (const i of order) visit(this.#slots[i] ?? 0, this.#labels[i] ?? 0);
  }

  #isWorse(at: number, score: number, arrival: number): boolean {
    const own = this.#scores[at] ?? 0;
    return own < score || (own === score && (this.#arrivals[at] ?? 0) > arrival);
  }

  #rise(from: number, score: number, arrival: number, slot: number, label: number): void {
    let at = from;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (this.#isWorse(parent, score, arrival)) break;
      this.#move(parent, at);
      at = parent;
    }
    this.#put(at, score, arrival, slot, label);
  }

  /** Puts a candidate in the place of the worst, and that where it belongs. */
  #sink(score: number, arrival: number, slot: number, label: number): void {
    let at = 0;
    for (;;) {
      const left = 2 * at + 1;
      if (left >= this.#size) break;
      const right = left + 1;
      const isRight = right < this.#size && this.#isWorse(right, this.#scores[left] ?? 0, this.#arrivals[left] ?? 0);
      const worst = isRight ? right : left;
      if (!this.#isWorse(worst, score, arrival)) break;
      this.#move(worst, at);
      at = worst;
    }
    this.#put(at, score, arrival, slot, label);
  }

  #move(from: number, to: number): void {
    this.#put(to, this.#scores[from] ?? 0, this.#arrivals[from] ?? 0, this.#slots[from] ?? 0, this.#labels[from] ?? 0);
  }

  #put(at: number, score: number, arrival: number, slot: number, label: number): void {
    this.#scores[at] = score;
    this.#arrivals[at] = arrival;
    this.#slots[at] = slot;
    this.#labels[at] = label;
  }
}
