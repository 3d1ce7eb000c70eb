/** @file Weights of 0, and options that f32 cannot hold. */
import { type Tensor, tensor } from "@adjoint/core";
import { describe, expect, it } from "vitest";
import { useBackend } from "../../../test/support/backend.ts";
import { binaryCrossEntropyWithLogits, crossEntropy, gaussianNll, huber, mse, ntxent, smoothL1 } from "../src/index.ts";
import { device, evaluate } from "./support/engines.ts";
import { toLabels, toTensor } from "./support/numbers.ts";

useBackend();

const { POSITIVE_INFINITY: INFINITY, NEGATIVE_INFINITY } = Number;

describe("a weight of 0", () => {
  const weight = (): Tensor => toTensor([0, 2]);
  it.each<[string, Tensor, (x: Tensor) => Tensor, number]>([
    ["mse beyond f32", toTensor([1e30, 3]), (x) => mse(x, toTensor([0, 1]), { weight: weight() }), 4],
    [
      "binary cross-entropy of the impossible",
      toTensor([INFINITY, 0]),
      (x) => binaryCrossEntropyWithLogits(x, toTensor([0, 1]), { weight: weight() }),
      Math.LN2,
    ],
    [
      "cross-entropy of a class without weight",
      toTensor([
        [NEGATIVE_INFINITY, 0],
        [0, 0],
      ]),
      (x) => crossEntropy(x, toLabels([0, 1]), { weight: weight() }),
      Math.LN2,
    ],
  ])("leaves out an infinite loss: %s", async (_, x, loss, right) => {
    const { value, gradient } = await evaluate(device, x, loss);
    expect(value[0]).toBeCloseTo(right, 5);
    expect(gradient.some(Number.isNaN)).toBe(false);
  });

  it("keeps a NaN, which says that something is wrong", async () => {
    const [value] = await device.read(mse(toTensor([Number.NaN, 3]), toTensor([0, 1]), { weight: weight() }));
    expect(value).toEqual([Number.NaN]);
  });
});

describe("options that f32 rounds to 0 or to infinity are refused", () => {
  const x = tensor([1, 2]);
  it.each<[string, () => unknown, RegExp]>([
    ["huber", () => huber(x, x, { delta: 1e-50 }), /delta .* above 0; got 1e-50, which f32 rounds to 0/],
    ["huber", () => huber(x, x, { delta: 1e39 }), /delta .* got 1e\+39, which f32 rounds to Infinity/],
    ["gaussianNll", () => gaussianNll(x, x, x, { eps: 1e-46 }), /eps .* got 1e-46, which f32 rounds to 0/],
    ["smoothL1", () => smoothL1(x, x, { beta: 1e39 }), /beta .* got 1e\+39, which f32 rounds to Infinity/],
    ["ntxent", () => ntxent(toTensor([[1]]), toLabels([0]), { temperature: 1e-60 }), /temperature .* rounds to 0/],
  ])("%s", (_, call, message) => {
    expect(call).toThrow(message);
  });
});
