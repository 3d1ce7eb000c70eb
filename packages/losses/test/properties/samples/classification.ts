/** @file Rows of the property tests: classification. How to add one: `../samples.ts`. */
import {
  binaryCrossEntropy,
  binaryCrossEntropyWithLogits,
  categoricalCrossEntropy,
  categoricalFocal,
  crossEntropy,
  focal,
  generalizedCrossEntropy,
  nll,
  polyLoss,
} from "../../../src/index.ts";
import { exactLabels, type LossSample, labels, sample, simplex, uniform } from "../sample.ts";

export const classificationSamples: readonly LossSample[] = [
  sample({
    of: "crossEntropy",
    note: "labels",
    inputs: [uniform([5, 3]), labels([5], 3)],
    loss: (x, t, o) => crossEntropy(x, t, o),
    weight: 3,
  }),
  sample({
    of: "crossEntropy",
    note: "labels, smoothed, some ignored",
    inputs: [uniform([4, 3, 2]), exactLabels([0, 2, -1, 1, 1, -1, 0, 2], [4, 2])],
    loss: (x, t, o) => crossEntropy(x, t, { ...o, axis: 1, ignoreIndex: -1, labelSmoothing: 0.2 }),
    mean: "rows that are not ignored",
    weight: 3,
  }),
  sample({
    of: "crossEntropy",
    note: "labels, some ignored",
    inputs: [uniform([4, 3]), exactLabels([0, -1, 2, 1])],
    loss: (x, t, o) => crossEntropy(x, t, { ...o, ignoreIndex: -1 }),
    mean: "rows that are not ignored",
    weight: 3,
  }),
  sample({
    of: "crossEntropy",
    note: "probabilities, smoothed",
    inputs: [uniform([4, 3]), simplex([4, 3])],
    loss: (x, t, o) => crossEntropy(x, t, { ...o, labelSmoothing: 0.1 }),
    weight: 3,
  }),
  sample({
    of: "binaryCrossEntropyWithLogits",
    inputs: [uniform([4, 3]), uniform([4, 3], 0, 1)],
    loss: (x, t, o) => binaryCrossEntropyWithLogits(x, t, o),
  }),
  sample({ of: "nll", inputs: [uniform([5, 3]), labels([5], 3)], loss: (x, t, o) => nll(x, t, o), weight: 3 }),
  sample({
    of: "binaryCrossEntropy",
    inputs: [uniform([4, 3], 0.05, 0.95), uniform([4, 3], 0, 1)],
    loss: (x, t, o) => binaryCrossEntropy(x, t, o),
  }),
  sample({
    of: "binaryCrossEntropy",
    note: "limited, smoothed",
    inputs: [uniform([4, 3], 0.05, 0.95), uniform([4, 3], 0, 1)],
    loss: (x, t, o) => binaryCrossEntropy(x, t, { ...o, eps: 1e-7, labelSmoothing: 0.1 }),
  }),
  sample({
    of: "categoricalCrossEntropy",
    note: "labels",
    inputs: [uniform([5, 3], 0.05, 0.95), labels([5], 3)],
    loss: (x, t, o) => categoricalCrossEntropy(x, t, o),
    weight: 3,
  }),
  sample({
    of: "categoricalCrossEntropy",
    note: "labels, smoothed",
    inputs: [uniform([5, 3], 0.05, 0.95), labels([5], 3)],
    loss: (x, t, o) => categoricalCrossEntropy(x, t, { ...o, labelSmoothing: 0.1 }),
    mean: "the weights of the labels",
    weight: 3,
  }),
  sample({
    of: "categoricalCrossEntropy",
    note: "probabilities, another axis",
    inputs: [uniform([4, 3, 2], 0.05, 0.95), simplex([4, 3, 2])],
    loss: (x, t, o) => categoricalCrossEntropy(x, t, { ...o, axis: 1 }),
    weight: 3,
  }),
  ...[0, 0.5, 2].map((gamma) =>
    sample({
      of: "focal",
      note: `gamma ${gamma}`,
      inputs: [uniform([4, 3]), uniform([4, 3], 0, 1)],
      loss: (x, t, o) => focal(x, t, { ...o, gamma, alpha: 0.25, labelSmoothing: 0.1 }),
    }),
  ),
  sample({
    of: "focal",
    note: "of probabilities",
    inputs: [uniform([4, 3], 0.05, 0.95), uniform([4, 3], 0, 1)],
    loss: (x, t, o) => focal(x, t, { ...o, fromLogits: false }),
  }),
  ...[0, 0.5, 2].map((gamma) =>
    sample({
      of: "categoricalFocal",
      note: `labels, gamma ${gamma}`,
      inputs: [uniform([5, 3]), labels([5], 3)],
      loss: (x, t, { reduction }) => categoricalFocal(x, t, { reduction, gamma }),
      weight: "none",
    }),
  ),
  sample({
    of: "categoricalFocal",
    note: "probabilities, smoothed",
    inputs: [uniform([4, 3, 2]), simplex([4, 3, 2])],
    loss: (x, t, { reduction, weight }) =>
      categoricalFocal(x, t, { reduction, alpha: weight, labelSmoothing: 0.1, axis: 1 }),
    weight: "none",
  }),
  sample({
    of: "polyLoss",
    note: "labels",
    inputs: [uniform([5, 3]), labels([5], 3)],
    loss: (x, t, o) => polyLoss(x, t, o),
    weight: 3,
  }),
  sample({
    of: "polyLoss",
    note: "probabilities",
    inputs: [uniform([4, 3]), simplex([4, 3])],
    loss: (x, t, o) => polyLoss(x, t, { ...o, epsilon: -0.5 }),
    weight: 3,
  }),
  sample({
    of: "generalizedCrossEntropy",
    note: "labels",
    inputs: [uniform([5, 3]), labels([5], 3)],
    loss: (x, t, o) => generalizedCrossEntropy(x, t, o),
    weight: 3,
  }),
  sample({
    of: "generalizedCrossEntropy",
    note: "given probabilities",
    inputs: [simplex([4, 3]), simplex([4, 3])],
    loss: (x, t, o) => generalizedCrossEntropy(x, t, { ...o, q: 0.8, fromLogits: false }),
    weight: 3,
  }),
];
