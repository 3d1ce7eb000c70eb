/** @file Rows of the property tests: classification. How to add one: `../samples.ts`. */
import { binaryCrossEntropyWithLogits, crossEntropy } from "../../../src/index.ts";
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
];
