/** @file Merging while an order exists: against a search of the whole graph. */
import { randomSource } from "@adjoint/core/testing";
import { describe, expect, it } from "vitest";
import { MergeOrder } from "../../src/lower/merge-order.ts";

/** A random graph of numbers, each of which needs some below it, and what merging does to it. */
class Merged {
  readonly #names: number[];
  readonly #needs: readonly (readonly number[])[];

  constructor(size: number, random: () => number) {
    this.#names = Array.from({ length: size }, (_, i) => i);
    this.#needs = this.#names.map((i) => this.#names.filter((j) => j < i && random() < 3 / size));
  }

  nameOf(i: number): number {
    return this.#names[i] ?? i;
  }

  inputsOf(name: number): Set<number> {
    const members = this.#names.flatMap((own, i) => (own === name ? [i] : []));
    const inputs = new Set(members.flatMap((i) => this.#needs[i] ?? []).map((i) => this.nameOf(i)));
    inputs.delete(name);
    return inputs;
  }

  merge(a: number, b: number): void {
    this.#names.forEach((name, i) => {
      if (name === b) this.#names[i] = a;
    });
  }

  /** True if a way from the one to the other leads through a third. */
  hasBetween(a: number, b: number): boolean {
    const reaches = (from: number, to: number): boolean =>
      [...this.inputsOf(from)].some((input) => input === to || reaches(input, to));
    const isDetour = (from: number, to: number): boolean =>
      [...this.inputsOf(from)].some((input) => input !== to && reaches(input, to));
    return isDetour(a, b) || isDetour(b, a);
  }
}

describe("what may be merged", () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])("is what has nothing between, graph %i", (seed) => {
    const random = randomSource(seed);
    const size = 24;
    const graph = new Merged(size, random);
    const order = new MergeOrder<number>((i) => graph.inputsOf(i));
    for (let i = 0; i < size; i++) order.add(i);
    const answers = { true: 0, false: 0 };
    for (let i = 0; i < 60; i++) {
      const [a, b] = [graph.nameOf(Math.floor(random() * size)), graph.nameOf(Math.floor(random() * size))];
      if (a === b) continue;
      const mayMerge = order.tryMerge(a, b);
      expect(mayMerge).toBe(!graph.hasBetween(a, b));
      answers[`${mayMerge}`]++;
      if (mayMerge) graph.merge(a, b);
    }
    expect(Math.min(answers.true, answers.false)).toBeGreaterThan(2);
  });

  it("is not looked for in what was known from the start", () => {
    const order = new MergeOrder<string>((item) => (item === "b" ? ["a", "leaf"] : item === "leaf" ? ["a"] : []));
    order.add("a");
    order.add("b");
    expect(order.tryMerge("a", "b")).toBe(true);
  });
});
