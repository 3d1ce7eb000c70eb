/** @file Rows of the property tests: divergences. How to add one: `../samples.ts`. */
import { logSumExp } from "@adjoint/core";
import { fenchelYoung, generalizedKl, klDivergence, multiclassSparsemax, sparsemax } from "../../../src/index.ts";
import { type LossSample, labels, oneOf, sample, simplex, uniform } from "../sample.ts";

export const divergenceSamples: readonly LossSample[] = [
  sample({
    of: "klDivergence",
    inputs: [uniform([4, 3], -3, 0), simplex([4, 3])],
    loss: (x, t, o) => klDivergence(x, t, o),
  }),
  sample({
    of: "klDivergence",
    note: "of logarithms",
    inputs: [uniform([4, 3], -3, 0), uniform([4, 3], -3, 0)],
    loss: (x, t, o) => klDivergence(x, t, { ...o, logTarget: true }),
  }),
  sample({
    of: "klDivergence",
    note: "of probabilities",
    inputs: [simplex([4, 3]), simplex([4, 3])],
    loss: (x, t, o) => klDivergence(x, t, { ...o, logInput: false }),
  }),
  sample({
    of: "generalizedKl",
    inputs: [uniform([4, 3], -2, 1), uniform([4, 3], 0.1, 2)],
    loss: (x, t, o) => generalizedKl(x, t, o),
  }),
  sample({
    of: "sparsemax",
    inputs: [uniform([4, 3]), oneOf([4, 3], [-1, 1])],
    loss: (x, t, o) => sparsemax(x, t, o),
  }),
  sample({
    of: "multiclassSparsemax",
    inputs: [uniform([5, 4], -1, 1), labels([5], 4)],
    loss: (x, t, o) => multiclassSparsemax(x, t, o),
  }),
  sample({
    of: "multiclassSparsemax",
    note: "another axis",
    inputs: [uniform([4, 3, 2]), labels([4, 2], 3)],
    loss: (x, t, o) => multiclassSparsemax(x, t, { ...o, axis: 1 }),
    kernels: 3,
  }),
  sample({
    of: "fenchelYoung",
    inputs: [uniform([4, 3]), simplex([4, 3])],
    loss: (x, t, o) => fenchelYoung((scores) => logSumExp(scores, -1))(x, t, o),
  }),
];
