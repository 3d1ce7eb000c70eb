import { type DType, manualSeed, nextKey, rand, randint, randn, random, type Tensor, UsageError } from "@adjoint/core";
import { interpretGraph } from "@adjoint/core/testing";
import fc from "fast-check";
import { afterEach, expect, test } from "vitest";
import { threefry } from "../../src/scalar/reference.ts";

function valuesOf(x: Tensor<DType>): number[] {
  const [values = new Float64Array()] = interpretGraph([x.node], () => []);
  return [...values];
}

const mean = (x: readonly number[]): number => x.reduce((sum, value) => sum + value, 0) / x.length;
const COUNT = 20_000;

afterEach(() => manualSeed(0));

test("bits are the Threefry words of the counters 0, 1, 2, …", () => {
  const key = random.key(2 ** 40 + 7);
  expect(key.words).toEqual([256, 7]);
  expect(valuesOf(random.bits(key, [2, 3]))).toEqual([0, 1, 2, 3, 4, 5].map((counter) => threefry(256, 7, counter)));
});

test("key words are run-time scalars, whatever their value: no key needs a new plan", () => {
  const kinds = (seed: number): string[] => {
    const found: string[] = [];
    const visit = (node: { spec: { kind: string }; inputs: readonly never[] }): void => {
      found.push(node.spec.kind);
      for (const input of node.inputs) visit(input);
    };
    visit(random.bits(random.key(seed), [3]).node as never);
    return found;
  };
  expect(kinds(0)).toEqual(kinds(123456789));
  expect(kinds(0).filter((kind) => kind === "scalar").length).toBe(2);
});

test("uniform numbers are multiples of 2⁻²⁴ in [0, 1), with the mean and variance they should have", () => {
  const x = valuesOf(random.uniform(random.key(1), [COUNT]));
  expect(x.every((value) => value >= 0 && value < 1 && Number.isInteger(value * 2 ** 24))).toBe(true);
  // Four standard errors.
  expect(Math.abs(mean(x) - 0.5)).toBeLessThan(4 * Math.sqrt(1 / 12 / COUNT));
  expect(Math.abs(mean(x.map((value) => (value - 0.5) ** 2)) - 1 / 12)).toBeLessThan(4 * Math.sqrt(1 / 180 / COUNT));
});

test("uniform numbers in another range", () => {
  const x = valuesOf(random.uniform(random.key(2), [COUNT], { low: -3, high: 5 }));
  expect(Math.min(...x)).toBeGreaterThanOrEqual(-3);
  expect(Math.max(...x)).toBeLessThanOrEqual(5);
  expect(Math.abs(mean(x) - 1)).toBeLessThan(4 * Math.sqrt(64 / 12 / COUNT));
});

test("normal numbers have the moments they should have", () => {
  const x = valuesOf(random.normal(random.key(3), [COUNT]));
  const moment = (power: number): number => mean(x.map((value) => value ** power));
  // Four standard errors: the variance of x, x², x³, x⁴ is 1, 2, 15, 96.
  expect(Math.abs(moment(1))).toBeLessThan(4 * Math.sqrt(1 / COUNT));
  expect(Math.abs(moment(2) - 1)).toBeLessThan(4 * Math.sqrt(2 / COUNT));
  expect(Math.abs(moment(3))).toBeLessThan(4 * Math.sqrt(15 / COUNT));
  expect(Math.abs(moment(4) - 3)).toBeLessThan(4 * Math.sqrt(96 / COUNT));
  expect(Math.max(...x.map(Math.abs))).toBeLessThan(5.42);
  const shifted = valuesOf(random.normal(random.key(3), [COUNT], { mean: 10, std: 2 }));
  expect(mean(shifted)).toBeCloseTo(10 + 2 * mean(x), 5);
});

test("whole numbers fill their range evenly", () => {
  const x = valuesOf(random.randint(random.key(4), -2, 3, [COUNT]));
  for (let value = -2; value < 3; value++) {
    const share = x.filter((drawn) => drawn === value).length / COUNT;
    expect(Math.abs(share - 0.2)).toBeLessThan(4 * Math.sqrt((0.2 * 0.8) / COUNT));
  }
  expect(() => random.randint(random.key(4), 3, 3, [1])).toThrow(
    "random.randint: low and high must be whole numbers with low < high",
  );
});

test("bernoulli draws keep their probability", () => {
  const share = mean(valuesOf(random.bernoulli(random.key(5), 0.3, [COUNT])));
  expect(Math.abs(share - 0.3)).toBeLessThan(4 * Math.sqrt((0.3 * 0.7) / COUNT));
});

test("a permutation holds each number once", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 300 }), fc.integer(), (count, seed) => {
      const order = valuesOf(random.permutation(random.key(seed), count));
      expect([...order].sort((a, b) => a - b)).toEqual([...Array(count).keys()]);
    }),
    { numRuns: 20 },
  );
  expect(valuesOf(random.permutation(random.key(1), 50))).not.toEqual(valuesOf(random.permutation(random.key(2), 50)));
});

test("derived keys differ from each other and from their parent", () => {
  const keys = [random.key(9), ...random.split(random.key(9), 3), random.fold(random.key(9), 5)];
  expect(new Set(keys.map(({ words }) => words.join())).size).toBe(keys.length);
  expect(random.split(random.key(9), 3)).toEqual(random.split(random.key(9), 3));
});

test("the global generator repeats for a seed, and never repeats a draw", () => {
  manualSeed(42);
  const first = [valuesOf(rand([4])), valuesOf(rand([4])), valuesOf(randn([4])), valuesOf(randint(0, 1000, [4]))];
  manualSeed(42);
  const second = [valuesOf(rand([4])), valuesOf(rand([4])), valuesOf(randn([4])), valuesOf(randint(0, 1000, [4]))];
  expect(second).toEqual(first);
  expect(first[0]).not.toEqual(first[1]);
  manualSeed(43);
  expect(valuesOf(rand([4]))).not.toEqual(first[0]);
  expect(nextKey()).not.toEqual(nextKey());
});

test("a seed that is no whole number is refused", () => {
  expect(() => manualSeed(0.5)).toThrow(UsageError);
  expect(() => random.key(Number.NaN)).toThrow(
    "random.key: the seed must be a whole number of at most 53 bits; got NaN",
  );
});
