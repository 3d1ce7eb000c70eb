/** @file Rows of the property tests: embedding. How to add one: `../samples.ts`. */
import {
  circle,
  cosineEmbedding,
  hingeEmbedding,
  marginRanking,
  meanPairwiseSquaredError,
  ntxent,
  rankingSoftmax,
  triplet,
  tripletWithDistance,
} from "../../../src/index.ts";
import { exactLabels, type LossSample, oneOf, sample, uniform } from "../sample.ts";

const vectors = uniform([4, 3]);
const signs = oneOf([4], [-1, 1]);
const groups = exactLabels([0, 1, 0, 1]);

export const embeddingSamples: readonly LossSample[] = [
  sample({
    of: "triplet",
    inputs: [vectors, vectors, vectors],
    loss: (a, p, n, o) => triplet(a, p, n, { ...o, margin: 3 }),
  }),
  sample({
    of: "triplet",
    note: "swapped, eps under the root",
    inputs: [vectors, vectors, vectors],
    loss: (a, p, n, o) => triplet(a, p, n, { ...o, margin: 3, p: 3, swap: true, epsPlace: "root" }),
  }),
  sample({
    of: "tripletWithDistance",
    inputs: [vectors, vectors, vectors],
    loss: (a, p, n, o) =>
      tripletWithDistance(a, p, n, { ...o, margin: 20, distance: (x, y) => x.sub(y).square().sum(-1) }),
  }),
  sample({
    of: "hingeEmbedding",
    inputs: [uniform([4], 0, 2), signs],
    loss: (x, t, o) => hingeEmbedding(x, t, o),
  }),
  sample({
    of: "cosineEmbedding",
    inputs: [vectors, vectors, signs],
    loss: (a, b, t, o) => cosineEmbedding(a, b, t, { ...o, margin: -0.5 }),
  }),
  sample({
    of: "ntxent",
    inputs: [vectors, groups],
    mean: "pairs",
    weight: "none",
    // The losses are a matrix, of which samples are rows and columns.
    isPermutable: false,
    loss: (x, t, o) => ntxent(x, t, { ...o, temperature: 0.5 }),
  }),
  sample({
    of: "circle",
    inputs: [vectors, groups],
    loss: (x, t, o) => circle(x, t, { ...o, gamma: 2, normalize: true }),
  }),
  sample({
    of: "circle",
    note: "rows without positives",
    inputs: [vectors, exactLabels([0, 1, 0, 2])],
    mean: "rows with both",
    loss: (x, t, o) => circle(x, t, { ...o, gamma: 2, normalize: true }),
  }),
  sample({
    of: "marginRanking",
    inputs: [uniform([4]), uniform([4]), signs],
    loss: (a, b, t, o) => marginRanking(a, b, t, { ...o, margin: 0.5 }),
  }),
  sample({
    of: "rankingSoftmax",
    inputs: [vectors, oneOf([4, 3], [0, 1, 2])],
    // Its weights are those of items.
    weight: "none",
    loss: (x, t, o) => rankingSoftmax(x, t, o),
  }),
  sample({
    of: "rankingSoftmax",
    note: "masked",
    inputs: [vectors, oneOf([4, 3], [0, 1, 2]), oneOf([4, 3], [0, 1, 1])],
    mean: "lists with items",
    weight: "none",
    loss: (x, t, where, o) => rankingSoftmax(x, t, { ...o, where }),
  }),
  sample({
    of: "meanPairwiseSquaredError",
    inputs: [vectors, vectors],
    loss: (p, t, o) => meanPairwiseSquaredError(p, t, o),
  }),
];
