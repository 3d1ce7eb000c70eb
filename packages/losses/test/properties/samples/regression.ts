/** @file Rows of the property tests: regression. How to add one: `../samples.ts`. */
import {
  cosineDistance,
  cosineSimilarity,
  epsilonInsensitive,
  huber,
  logCosh,
  mae,
  mape,
  mse,
  msle,
  quantile,
  rmse,
  rmsle,
  smoothL1,
  squaredEpsilonInsensitive,
} from "../../../src/index.ts";
import { type LossSample, sample, uniform } from "../sample.ts";
import { distributionSamples } from "./distribution.ts";

const pair = [uniform([4, 3]), uniform([4, 3])] as const;
const positive = [uniform([4, 3], 0.2, 3), uniform([4, 3], 0.2, 3)] as const;

const ofErrors: readonly LossSample[] = [
  sample({ of: "mse", inputs: pair, loss: (p, t, o) => mse(p, t, o) }),
  sample({ of: "mse", note: "half", inputs: pair, loss: (p, t, o) => mse(p, t, { ...o, half: true }) }),
  sample({ of: "mae", inputs: pair, loss: (p, t, o) => mae(p, t, o) }),
  sample({ of: "huber", inputs: pair, loss: (p, t, o) => huber(p, t, { ...o, delta: 0.8 }) }),
  sample({ of: "smoothL1", inputs: pair, loss: (p, t, o) => smoothL1(p, t, { ...o, beta: 0.8 }) }),
  sample({ of: "smoothL1", note: "beta 0", inputs: pair, loss: (p, t, o) => smoothL1(p, t, { ...o, beta: 0 }) }),
  sample({ of: "logCosh", inputs: pair, loss: (p, t, o) => logCosh(p, t, o) }),
  sample({ of: "quantile", inputs: pair, loss: (p, t, o) => quantile(p, t, { ...o, q: 0.3 }) }),
  sample({
    of: "epsilonInsensitive",
    inputs: pair,
    loss: (p, t, o) => epsilonInsensitive(p, t, { ...o, epsilon: 0.5 }),
  }),
  sample({
    of: "squaredEpsilonInsensitive",
    inputs: pair,
    loss: (p, t, o) => squaredEpsilonInsensitive(p, t, { ...o, epsilon: 0.5 }),
  }),
];

const ofShares: readonly LossSample[] = [
  sample({ of: "mape", inputs: positive, loss: (p, t, o) => mape(p, t, o) }),
  sample({ of: "mape", note: "fraction", inputs: positive, loss: (p, t, o) => mape(p, t, { ...o, percent: false }) }),
  sample({ of: "msle", inputs: positive, loss: (p, t, o) => msle(p, t, o) }),
  sample({ of: "msle", note: "not clipped", inputs: positive, loss: (p, t, o) => msle(p, t, { ...o, clip: false }) }),
];

// A root is of many samples, so that no single loss belongs to one.
const ofRoots: readonly LossSample[] = [
  sample({ of: "rmse", hasSingleLosses: false, inputs: pair, loss: (p, t, o) => rmse(p, t, o) }),
  sample({
    of: "rmse",
    note: "of each output",
    hasSingleLosses: false,
    inputs: pair,
    loss: (p, t, o) => rmse(p, t, { ...o, axis: 0, eps: 0.1 }),
  }),
  sample({
    of: "rmse",
    note: "of each row",
    hasSingleLosses: false,
    inputs: pair,
    loss: (p, t, o) => rmse(p, t, { ...o, axis: 1, eps: 0.1 }),
  }),
  sample({ of: "rmsle", hasSingleLosses: false, inputs: positive, loss: (p, t, o) => rmsle(p, t, o) }),
  sample({
    of: "rmsle",
    note: "of each row",
    hasSingleLosses: false,
    inputs: positive,
    loss: (p, t, o) => rmsle(p, t, { ...o, axis: 1 }),
  }),
];

const ofAngles: readonly LossSample[] = [
  sample({ of: "cosineSimilarity", inputs: pair, loss: (p, t, o) => cosineSimilarity(p, t, o) }),
  sample({ of: "cosineDistance", inputs: pair, loss: (p, t, o) => cosineDistance(p, t, o) }),
];

export const regressionSamples: readonly LossSample[] = [
  ...ofErrors,
  ...ofShares,
  ...ofRoots,
  ...ofAngles,
  ...distributionSamples,
];
