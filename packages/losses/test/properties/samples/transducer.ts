/** @file Rows of the property tests: transducer. How to add one: `../samples.ts`. */
import { rnntComposite, rnntLoss, rnntLossFromLogProbs } from "../../../src/index.ts";
import { type LossSample, labels, sample, uniform } from "../sample.ts";

export const transducerSamples: readonly LossSample[] = [
  sample({
    of: "rnntLoss",
    inputs: [uniform([2, 4, 3, 3]), labels([2, 2], 3, 1)],
    loss: (x, t, o) => rnntLoss(x, t, { reduction: o.reduction }),
    mean: "the number of sequences",
    weight: "none",
  }),
  sample({
    of: "rnntLoss",
    note: "composite",
    inputs: [uniform([2, 4, 3, 3]), labels([2, 2], 3, 1)],
    loss: (x, t, o) => rnntComposite(x, t, { reduction: o.reduction }),
    mean: "the number of sequences",
    weight: "none",
  }),
  sample({
    of: "rnntLossFromLogProbs",
    inputs: [uniform([2, 3, 2, 3]), labels([2, 1], 3, 1)],
    loss: (x, t, o) => rnntLossFromLogProbs(x, t, { reduction: o.reduction }),
    mean: "the number of sequences",
    weight: "none",
  }),
];
