/**
 * @file An order in which things can run, kept while some of them are merged. It answers whether two may be: a third that
 * needs the one and is needed by the other would have to run in the midst of both.
 *
 * The search for that third goes back from the later one and stops at what stands before the earlier one, and a merge puts
 * in order anew only what stands between the two, as do algorithms for topological orders of graphs that grow.
 * @see Pearce, Kelly (2006), A dynamic topological sort algorithm for directed acyclic graphs
 */
export class MergeOrder<T> {
  /** By position; where something was merged there is nothing. */
  readonly #at: (T | undefined)[] = [];
  readonly #positions = new Map<T, number>();
  readonly #inputsOf: (item: T) => Iterable<T>;

  /** @param inputsOf what an item needs, as merged so far. What has not been added counts as known from the start. */
  constructor(inputsOf: (item: T) => Iterable<T>) {
    this.#inputsOf = inputsOf;
  }

  /** Adds an item behind the others. It must not be needed by one of them. */
  add(item: T): void {
    this.#positions.set(item, this.#at.length);
    this.#at.push(item);
  }

  /** Where an item stands; −1 for what has not been added. */
  #position(item: T): number {
    return this.#positions.get(item) ?? -1;
  }

  /** Makes `a` stand for `b` as well, unless something lies between them: then nothing changes, and the answer is false. */
  tryMerge(a: T, b: T): boolean {
    const [first, second] = this.#position(a) < this.#position(b) ? [a, b] : [b, a];
    const needed = this.#neededBetween(first, second);
    if (needed === undefined) return false;
    const [low, high] = [this.#position(first), this.#position(second)];
    const rest = this.#at.slice(low + 1, high).filter((item) => item !== undefined);
    const order = [...rest.filter((item) => needed.has(item)), a, ...rest.filter((item) => !needed.has(item))];
    this.#positions.delete(b);
    for (let i = low; i <= high; i++) {
      const item = order[i - low];
      this.#at[i] = item;
      if (item !== undefined) this.#positions.set(item, i);
    }
    return true;
  }

  /** What stands between two items and is needed by the second; undefined if some of that needs the first. */
  #neededBetween(first: T, second: T): Set<T> | undefined {
    const low = this.#position(first);
    const found = new Set<T>();
    const stack: T[] = [];
    const visit = (item: T): void => {
      if (this.#position(item) <= low || item === second || found.has(item)) return;
      found.add(item);
      stack.push(item);
    };
    for (const input of this.#inputsOf(second)) visit(input);
    for (let item = stack.pop(); item !== undefined; item = stack.pop()) {
      for (const input of this.#inputsOf(item)) {
        if (input === first) return undefined;
        visit(input);
      }
    }
    return found;
  }
}
