/** @file Losses that are others at the limit of an option, and metrics that are means of losses: values and gradients. */
import { add, mul, type Tensor } from "@adjoint/core";
import { expectClose, type Tolerance, uniforms } from "@adjoint/core/testing";
import { describe, expect, it } from "vitest";
import { useBackend } from "../../../../test/support/backend.ts";
import {
  binaryCrossEntropyWithLogits,
  crossEntropy,
  epsilonInsensitive,
  gammaNll,
  huber,
  logLoss,
  mae,
  mape,
  meanAbsoluteError,
  meanAbsolutePercentageError,
  meanGammaDeviance,
  meanPinballLoss,
  meanPoissonDeviance,
  meanSquaredError,
  meanSquaredLogError,
  meanTweedieDeviance,
  mse,
  msle,
  quantile,
  rmse,
  rootMeanSquaredError,
  smoothL1,
  tweedie,
} from "../../src/index.ts";
import { device, evaluate } from "../support/engines.ts";
import { toLabels, toTensor } from "../support/numbers.ts";

useBackend();

const EXACT: Tolerance = { rel: 1e-12, abs: 1e-14, reason: "some roundings of double precision" };
const NEAR: Tolerance = { rel: 1e-5, abs: 1e-6, reason: "an option 1e-7 from its limit" };
const draw = (seed: number, count: number, low = -2, high = 2) => Array.from(uniforms(seed, count, low, high));

const targets = draw(2, 12);
const t = () => toTensor(targets, "f64", [4, 3]);
const positive = () => toTensor(draw(3, 12, 0.2, 3), "f64", [4, 3]);
const fractions = () => toTensor(draw(4, 12, 0, 1), "f64", [4, 3]);
const labels = () => toLabels([0, 2, 1, 2]);
const thirds = () => toTensor(Array(12).fill(1 / 3), "f64", [4, 3]);
const onehot = () => toTensor([1, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 1], "f64", [4, 3]);

type Loss = (x: Tensor) => Tensor;

describe("at the limit of an option a loss is another", () => {
  it.each<[string, Loss, Loss, Tolerance]>([
    ["mse, half", (x) => mul(mse(x, t(), { half: true }), 2), (x) => mse(x, t()), EXACT],
    [
      "huber of a great delta is half of mse",
      (x) => huber(x, t(), { delta: 1e9 }),
      (x) => mse(x, t(), { half: true }),
      EXACT,
    ],
    ["huber of a small delta is mae", (x) => mul(huber(x, t(), { delta: 1e-7 }), 1e7), (x) => mae(x, t()), NEAR],
    [
      "smoothL1 is huber by beta",
      (x) => mul(smoothL1(x, t(), { beta: 0.7 }), 0.7),
      (x) => huber(x, t(), { delta: 0.7 }),
      EXACT,
    ],
    ["smoothL1 of beta 0 is mae", (x) => smoothL1(x, t(), { beta: 0 }), (x) => mae(x, t()), EXACT],
    ["quantile of the median is half of mae", (x) => mul(quantile(x, t(), { q: 0.5 }), 2), (x) => mae(x, t()), EXACT],
    [
      "epsilonInsensitive of epsilon 0 is mae",
      (x) => epsilonInsensitive(x, t(), { epsilon: 0 }),
      (x) => mae(x, t()),
      EXACT,
    ],
    [
      "quantiles q and 1 − q together are mae",
      (x) => add(quantile(x, t(), { q: 0.2 }), quantile(x, t(), { q: 0.8 })),
      (x) => mae(x, t()),
      EXACT,
    ],
    [
      "tweedie near the power 1 is Poisson's",
      (x) => tweedie(x, positive(), { power: 1 + 1e-7 }),
      (x) => tweedie(x, positive(), { power: 1 }),
      NEAR,
    ],
    [
      "tweedie near the power 2 is gamma's",
      (x) => tweedie(x, positive(), { power: 2 - 1e-7 }),
      (x) => gammaNll(x, positive(), { deviance: true }),
      NEAR,
    ],
    [
      "crossEntropy smoothed to the end is that of equal probabilities",
      (x) => crossEntropy(x, labels(), { labelSmoothing: 1 }),
      (x) => crossEntropy(x, thirds()),
      EXACT,
    ],
    [
      "crossEntropy of labels is that of one-hot rows",
      (x) => crossEntropy(x, labels()),
      (x) => crossEntropy(x, onehot()),
      EXACT,
    ],
    [
      "crossEntropy smoothed alike either way",
      (x) => crossEntropy(x, labels(), { labelSmoothing: 0.3 }),
      (x) => crossEntropy(x, onehot(), { labelSmoothing: 0.3 }),
      EXACT,
    ],
    [
      "crossEntropy not smoothed",
      (x) => crossEntropy(x, labels(), { labelSmoothing: 0 }),
      (x) => crossEntropy(x, labels(), { labelSmoothing: 1e-9 }),
      NEAR,
    ],
    [
      "binaryCrossEntropyWithLogits smoothed to the end is that of halves",
      (x) => binaryCrossEntropyWithLogits(x, fractions(), { labelSmoothing: 1 }),
      (x) => binaryCrossEntropyWithLogits(x, toTensor(Array(12).fill(0.5), "f64", [4, 3])),
      EXACT,
    ],
  ])("%s", async (_, a, b, tolerance) => {
    const x = () => toTensor(draw(1, 12), "f64", [4, 3]);
    const [left, right] = [await evaluate(device, x(), a), await evaluate(device, x(), b)];
    expectClose(left.value, right.value, tolerance);
    expectClose(left.gradient, right.gradient, tolerance);
    expect(left.gradient.some((g) => g !== 0)).toBe(true);
  });
});

describe("a metric is the mean of the loss", () => {
  const p = draw(5, 12, 0.2, 3);
  const y = draw(6, 12, 0.2, 3);
  const [pt, yt] = [() => toTensor(p, "f64"), () => toTensor(y, "f64")];
  const logs = () => toTensor(p.map(Math.log), "f64");
  it.each<[string, () => Tensor, number]>([
    ["mse", () => mse(pt(), yt()), meanSquaredError(p, y)],
    ["mae", () => mae(pt(), yt()), meanAbsoluteError(p, y)],
    ["rmse", () => rmse(pt(), yt()), rootMeanSquaredError(p, y)],
    ["msle", () => msle(pt(), yt()), meanSquaredLogError(p, y)],
    ["mape", () => mape(pt(), yt()), 100 * meanAbsolutePercentageError(p, y)],
    ["quantile", () => quantile(pt(), yt(), { q: 0.3 }), meanPinballLoss(p, y, { q: 0.3 })],
    ["tweedie, Poisson", () => mul(tweedie(logs(), yt(), { power: 1 }), 2), meanPoissonDeviance(p, y)],
    ["tweedie", () => mul(tweedie(logs(), yt(), { power: 1.5 }), 2), meanTweedieDeviance(p, y, { power: 1.5 })],
    ["gammaNll", () => mul(gammaNll(logs(), yt(), { deviance: true }), 2), meanGammaDeviance(p, y)],
    [
      "crossEntropy",
      () => crossEntropy(toTensor([[Math.log(1), Math.log(3)]], "f64"), toLabels([1])),
      logLoss([[0.25, 0.75]], [1]),
    ],
  ])("%s", async (_, loss, metric) => {
    expectClose(await loss().data(), [metric], EXACT);
  });
});
