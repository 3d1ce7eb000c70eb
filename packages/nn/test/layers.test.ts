import { grad } from "@adjoint/autograd";
import {
  add,
  manualSeed,
  matmul,
  mean,
  ones,
  planStats,
  random,
  relu,
  square,
  sum,
  type Tensor,
  tensor,
} from "@adjoint/core";
import { describe, expect, test } from "vitest";
import { useBackend } from "../../../test/support/backend.ts";
import { dropout, embedding, layerNorm, linear, sequential } from "../src/index.ts";
import { expectClose } from "./support/close.ts";
import { randomValues } from "./support/random-values.ts";

useBackend();

const randomTensor = (shape: readonly number[], seed: number): Tensor =>
  tensor(
    new Float32Array(
      randomValues(
        shape.reduce((a, b) => a * b, 1),
        seed,
      ),
    ),
    { shape },
  );

describe("linear", () => {
  test("multiplies and adds", async () => {
    const layer = linear(3, 2);
    const params = {
      weight: tensor([
        [1, 2],
        [3, 4],
        [5, 6],
      ]) as Tensor,
      bias: tensor([10, 20]),
    };
    expect(
      await layer
        .with(params)(tensor([[1, 0, 2]]))
        .array(),
    ).toEqual([[21, 34]]);
    expect(layer(ones([4, 5, 3])).shape).toEqual([4, 5, 2]);
  });

  test("can do without a bias", async () => {
    const layer = linear(3, 2, { bias: false });
    expect(layer.params.bias).toBeUndefined();
    const x = randomTensor([4, 3], 1);
    expect(await layer(x).data()).toEqual(await matmul(x, layer.params.weight).data());
  });

  test("starts uniformly in ±1/√inputs", async () => {
    const values = await linear(64, 1000, { key: random.key(1) }).params.weight.data();
    expect(Math.max(...values)).toBeGreaterThan(0.1249);
    expect(Math.max(...values)).toBeLessThanOrEqual(0.125);
    expect(Math.min(...values)).toBeLessThan(-0.1249);
    const variance = values.reduce((total, value) => total + value * value, 0) / values.length;
    // Of 64,000 draws: the standard error is a third of a per cent.
    expect(variance / (0.125 ** 2 / 3)).toBeCloseTo(1, 1.7);
  });

  test("starts alike from one key, and from one seed", async () => {
    const values = async (): Promise<unknown> => linear(3, 2, { key: random.key(7) }).params.weight.data();
    expect(await values()).toEqual(await values());
    const drawn = async (seed: number): Promise<unknown> => {
      manualSeed(seed);
      return linear(3, 2).params.bias?.data();
    };
    expect(await drawn(1)).toEqual(await drawn(1));
    expect(await drawn(1)).not.toEqual(await drawn(2));
  });

  test("has parameters that backward() reaches", async () => {
    const layer = linear(3, 2);
    sum(square(layer(randomTensor([4, 3], 1)))).backward();
    const byGrad = grad((params: typeof layer.params) => sum(square(layer.with(params)(randomTensor([4, 3], 1)))))(
      layer.params,
    );
    expectClose((await layer.params.weight.grad?.data()) ?? [], await byGrad.weight.data(), 1e-6);
    expectClose((await layer.params.bias?.grad?.data()) ?? [], (await byGrad.bias?.data()) ?? [], 1e-6);
  });

  test("refuses sizes that are none", () => {
    expect(() => linear(2.5, 2)).toThrow("linear: inputs must be a positive whole number; got 2.5");
    expect(() => linear(3, 2)(ones([4, 4]))).toThrow("matmul");
  });
});

describe("layerNorm", () => {
  test("starts as plain normalisation", async () => {
    const y = await layerNorm(8)(randomTensor([3, 8], 1)).data();
    for (let row = 0; row < 3; row++) {
      const part = y.slice(8 * row, 8 * row + 8);
      expect(part.reduce((a, b) => a + b, 0)).toBeCloseTo(0, 5);
      expect(part.reduce((a, b) => a + b * b, 0) / 8).toBeCloseTo(1, 3);
    }
  });

  test("scales and shifts over several axes", async () => {
    const layer = layerNorm([2, 4]);
    const x = randomTensor([3, 2, 4], 1);
    const scale = randomTensor([2, 4], 2);
    const bias = randomTensor([2, 4], 3);
    const [plain, s, b] = await Promise.all([layer(x).data(), scale.data(), bias.data()]);
    const want = plain.map((value, i) => value * (s[i % 8] ?? 0) + (b[i % 8] ?? 0));
    expectClose(await layer.with({ scale, bias })(x).data(), want, 1e-6);
  });
});

describe("embedding", () => {
  test("looks up rows, and its gradient counts them", async () => {
    const layer = embedding(4, 2);
    const weight = tensor([
      [0, 1],
      [2, 3],
      [4, 5],
      [6, 7],
    ]) as Tensor;
    const indices = tensor(
      [
        [3, 0],
        [3, 3],
      ],
      { dtype: "i32" },
    );
    expect(await layer.with({ weight })(indices).array()).toEqual([
      [
        [6, 7],
        [0, 1],
      ],
      [
        [6, 7],
        [6, 7],
      ],
    ]);
    const gradient = grad((params: typeof layer.params) => sum(layer.with(params)(indices)))({ weight });
    expect(await gradient.weight.array()).toEqual([
      [1, 1],
      [0, 0],
      [0, 0],
      [3, 3],
    ]);
  });

  test("starts normally distributed", async () => {
    const values = await embedding(500, 64, { key: random.key(3) }).params.weight.data();
    const moment = (power: number): number =>
      values.reduce((total, value) => total + value ** power, 0) / values.length;
    // Of 32,000 draws: standard errors of 0.006 and 0.008.
    expect(moment(1)).toBeCloseTo(0, 1.4);
    expect(moment(2)).toBeCloseTo(1, 1.4);
  });
});

describe("dropout", () => {
  test("drops the share it is told to, and scales the rest", async () => {
    const y = await dropout(0.25)(ones([100, 100]), {}).data();
    const dropped = y.filter((value) => value === 0).length / y.length;
    // Of 10,000 draws: a standard error of 0.004.
    expect(dropped).toBeGreaterThan(0.23);
    expect(dropped).toBeLessThan(0.27);
    expectClose(
      y.filter((value) => value !== 0),
      new Array<number>(y.filter((value) => value !== 0).length).fill(4 / 3),
      1e-6,
    );
  });

  test("does nothing when nothing is trained", () => {
    const x = ones([3]);
    expect(dropout(0.5)(x, { isTraining: false })).toBe(x);
    expect(dropout(0)(x)).toBe(x);
  });

  test("draws anew each time, or as the key says, in both directions alike", async () => {
    const x = ones([64]);
    const drop = dropout(0.5);
    expect(await drop(x).data()).not.toEqual(await drop(x).data());
    const key = random.key(5);
    expect(await drop(x, { key }).data()).toEqual(await drop(x, { key }).data());
    const gradient = grad((v: Tensor) => sum(drop(v, { key })))(x);
    expect(await gradient.data()).toEqual(await drop(x, { key }).data());
  });

  test("needs no new plan for a new draw", async () => {
    const layer = sequential(linear(4, 4), dropout(0.5));
    const x = ones([2, 4]);
    const misses: number[] = [];
    for (let step = 0; step < 4; step++) {
      await mean(layer(x)).item();
      misses.push(planStats().misses);
    }
    expect(misses[3]).toBe(misses[1]);
  });

  test("refuses a rate that is none", () => {
    expect(() => dropout(1)).toThrow("dropout: the rate must be in [0, 1); got 1");
  });
});

describe("sequential", () => {
  test("applies layers and functions in order", async () => {
    const [first, second] = [linear(3, 5), linear(5, 2)];
    const network = sequential(first, relu, second);
    const x = randomTensor([4, 3], 1);
    expect(await network(x).data()).toEqual(await second(relu(first(x))).data());
    expect(network.params).toEqual([first.params, [], second.params]);
  });

  test("takes other parameters, and passes options on", async () => {
    const network = sequential(linear(3, 3), dropout(0.5));
    const x = randomTensor([4, 3], 1);
    const zero = { weight: matmul(ones([3, 1]), tensor([[0, 0, 0]]) as Tensor), bias: tensor([1, 2, 3]) };
    const still = await network.with([zero, []])(x, { isTraining: false }).array();
    expect(still).toEqual([
      [1, 2, 3],
      [1, 2, 3],
      [1, 2, 3],
      [1, 2, 3],
    ]);
    const gradients = grad((params: typeof network.params) => sum(network.with(params)(x, { isTraining: false })))(
      network.params,
    );
    expect(await add(gradients[0].bias ?? ones([3]), 0).array()).toEqual([4, 4, 4]);
  });
});
