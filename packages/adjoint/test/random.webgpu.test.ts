/** @file Random numbers are the same on both backends: words, uniform and whole numbers bit by bit, normal ones nearly. */
import { expectClose, type Tolerance } from "@adjoint/core/testing";
import { type DType, manualSeed, rand, randint, randn, random, shutdown, type Tensor, type TypedArray } from "adjoint";
import { afterAll, describe, expect, test } from "vitest";
import { sameBits, valuesOn } from "./support/values-on.ts";

afterAll(() => shutdown());

const KEYS = [0, 1, 2 ** 31 - 1, 2 ** 32 - 1, 2 ** 40 + 7, Number.MAX_SAFE_INTEGER].map((seed) => random.key(seed));
const SHAPES = [[1], [37], [300, 257], [70_000]];

type Draw = (key: (typeof KEYS)[number], shape: readonly number[]) => Tensor<DType>;

const ofAll = (draw: Draw) => () => KEYS.flatMap((key) => SHAPES.map((shape) => draw(key, shape)));

async function onBoth(run: () => readonly Tensor<DType>[]): Promise<[cpu: TypedArray[], webgpu: TypedArray[]]> {
  return [await valuesOn({ backend: "cpu", threads: 1 }, run), await valuesOn({ backend: "webgpu" }, run)];
}

describe("the same bits on both backends", () => {
  test.each<[string, Draw]>([
    ["words", (key, shape) => random.bits(key, shape)],
    ["uniform", (key, shape) => random.uniform(key, shape)],
    ["whole numbers", (key, shape) => random.randint(key, -1000, 1_000_000, shape)],
    ["whole numbers of 32 bits", (key, shape) => random.randint(key, -(2 ** 31), 2 ** 31 - 1, shape)],
    ["bernoulli", (key, shape) => random.bernoulli(key, 0.3, shape)],
    ["permutations", (key, [count = 0]) => random.permutation(key, count)],
    ["derived keys", (key, shape) => random.bits(random.fold(random.split(key, 3)[2] ?? key, 12), shape)],
  ])("%s", { timeout: 60_000 }, async (_, draw) => {
    const [cpu, webgpu] = await onBoth(ofAll(draw));
    expect(sameBits(webgpu, cpu)).toEqual(cpu.map(() => true));
  });

  test("the global generator, from a seed", async () => {
    const [cpu, webgpu] = await onBoth(() => {
      manualSeed(42);
      return [rand([1001]), randint(0, 10, [77]), rand([5, 5]), randint(-5, 5, [3])];
    });
    expect(sameBits(webgpu, cpu)).toEqual(cpu.map(() => true));
  });
});

const FORMULA: Tolerance = { ulp: 4, reason: "two polynomials and a logarithm, whose products and sums may fuse" };

test("normal numbers agree within 4 ulp", { timeout: 60_000 }, async () => {
  const [cpu, webgpu] = await onBoth(() => [
    ...ofAll((key, shape) => random.normal(key, shape))(),
    randn([1001]),
    randn([3, 3]),
  ]);
  for (const [i, expected] of cpu.entries()) expectClose(webgpu[i] ?? [], expected, FORMULA);
});
