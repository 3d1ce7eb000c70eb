/** @file Rows of the property tests: margins. How to add one: `../samples.ts`. */
import {
  categoricalHinge,
  exponential,
  hinge,
  logistic,
  modifiedHuber,
  multiclassHinge,
  multiclassPerceptron,
  multiLabelMargin,
  multiLabelSoftMargin,
  multiMargin,
  perceptron,
  squaredHinge,
} from "../../../src/index.ts";
import { exactLabels, type LossSample, labels, oneOf, sample, simplex, uniform } from "../sample.ts";

const signed = { hinge, squaredHinge, modifiedHuber, perceptron, logistic, exponential };

export const marginSamples: readonly LossSample[] = [
  ...Object.entries(signed).flatMap(([of, loss]) => [
    sample({ of, inputs: [uniform([4, 3]), oneOf([4, 3], [-1, 1])], loss: (x, t, o) => loss(x, t, o) }),
    sample({
      of,
      note: "binary labels",
      inputs: [uniform([4, 3]), oneOf([4, 3], [0, 1])],
      loss: (x, t, o) => loss(x, t, { ...o, coding: "binary" }),
    }),
  ]),
  sample({
    of: "categoricalHinge",
    inputs: [uniform([4, 3]), simplex([4, 3])],
    loss: (x, t, o) => categoricalHinge(x, t, o),
  }),
  sample({
    of: "multiMargin",
    inputs: [uniform([5, 3]), labels([5], 3)],
    loss: (x, t, o) => multiMargin(x, t, o),
    weight: 3,
  }),
  sample({
    of: "multiMargin",
    note: "squared, another axis",
    inputs: [uniform([4, 3, 2]), labels([4, 2], 3)],
    loss: (x, t, o) => multiMargin(x, t, { ...o, p: 2, margin: 0.6, axis: 1 }),
    weight: 3,
  }),
  sample({
    of: "multiclassHinge",
    inputs: [uniform([5, 3]), labels([5], 3)],
    loss: (x, t, o) => multiclassHinge(x, t, o),
  }),
  sample({
    of: "multiclassPerceptron",
    inputs: [uniform([5, 3]), labels([5], 3)],
    loss: (x, t, o) => multiclassPerceptron(x, t, o),
  }),
  sample({
    of: "multiclassPerceptron",
    note: "another axis",
    inputs: [uniform([4, 3, 2]), labels([4, 2], 3)],
    loss: (x, t, o) => multiclassPerceptron(x, t, { ...o, axis: 1 }),
  }),
  sample({
    of: "multiLabelMargin",
    inputs: [uniform([3, 4]), exactLabels([3, 0, -1, 1, -1, 0, 0, 0, 0, 1, 2, 3], [3, 4])],
    loss: (x, t, o) => multiLabelMargin(x, t, o),
  }),
  sample({
    of: "multiLabelSoftMargin",
    inputs: [uniform([4, 3]), oneOf([4, 3], [0, 1])],
    loss: (x, t, o) => multiLabelSoftMargin(x, t, o),
    weight: 3,
  }),
];
