import { expect, test } from "vitest";
import { createRandom, loadDiabetes, loadDigits, split, standardized } from "../src/index.ts";

test("there are 1,797 digits of every kind", () => {
  const digits = loadDigits();
  expect(digits).toHaveLength(1797);
  expect(new Set(digits.map(({ label }) => label))).toEqual(new Set([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]));
  for (const { pixels } of digits) {
    expect(pixels).toHaveLength(64);
    expect(pixels.every((ink) => ink >= 0 && ink <= 1)).toBe(true);
  }
});

test("the diabetes study has ten measurements of 442 patients", () => {
  const { names, inputs, targets } = loadDiabetes();
  expect([names.length, inputs.length, targets.length]).toEqual([10, 442, 442]);
  expect(inputs[0]).toEqual([59, 2, 32.1, 101, 157, 93.2, 38, 4, 4.8598, 87]);
  expect(targets[0]).toBe(151);
});

test("standardised columns have mean 0 and deviation 1", () => {
  const { inputs, targets } = standardized(loadDiabetes());
  for (const column of [targets, ...[0, 4, 9].map((i) => inputs.map((row) => row[i] ?? Number.NaN))]) {
    expect(column.reduce((a, b) => a + b, 0) / 442).toBeCloseTo(0, 12);
    expect(column.reduce((a, b) => a + b * b, 0) / 442).toBeCloseTo(1, 12);
  }
});

test("a split is disjoint, complete, and determined by the seed", () => {
  const list = Array.from({ length: 101 }, (_, i) => i);
  const parts = split(list, 0.2, createRandom(1));
  expect(parts.test).toHaveLength(20);
  expect([...parts.train, ...parts.test].sort((a, b) => a - b)).toEqual(list);
  expect(split(list, 0.2, createRandom(1))).toEqual(parts);
  expect(split(list, 0.2, createRandom(2))).not.toEqual(parts);
});

test("random numbers are uniform, and normal", () => {
  const random = createRandom(0, 7);
  const mean = (draw: () => number): number => Array.from({ length: 10_000 }, draw).reduce((a, b) => a + b, 0) / 10_000;
  // Standard errors: 0.003, 0.01, 0.014.
  expect(mean(random.next)).toBeCloseTo(0.5, 1.6);
  expect(mean(random.normal)).toBeCloseTo(0, 1.2);
  expect(mean(() => random.normal() ** 2)).toBeCloseTo(1, 1.1);
  expect(createRandom(0, 7).next()).not.toBe(createRandom(0, 8).next());
  expect(createRandom(2 ** 40).next()).not.toBe(createRandom(0).next());
});
