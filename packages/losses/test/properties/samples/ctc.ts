/** @file Rows of the property tests: CTC. How to add one: `../samples.ts`. */
import { ctcComposite, ctcLoss, ctcLossFromLogProbs } from "../../../src/index.ts";
import { type LossSample, labels, sample, uniform } from "../sample.ts";

const mean = "each loss by the number of its labels, then the number of sequences";

export const ctcSamples: readonly LossSample[] = [
  sample({
    of: "ctcLoss",
    inputs: [uniform([2, 5, 3]), labels([2, 2], 3, 1)],
    loss: (x, t, o) => ctcLoss(x, t, { reduction: o.reduction }),
    mean,
    weight: "none",
  }),
  sample({
    of: "ctcLoss",
    note: "composite",
    inputs: [uniform([2, 5, 3]), labels([2, 2], 3, 1)],
    loss: (x, t, o) => ctcComposite(x, t, { reduction: o.reduction }),
    mean,
    weight: "none",
  }),
  sample({
    of: "ctcLossFromLogProbs",
    note: "not normalised",
    inputs: [uniform([2, 5, 3]), labels([2, 2], 3, 1)],
    loss: (x, t, o) => ctcLossFromLogProbs(x, t, { reduction: o.reduction }),
    mean,
    weight: "none",
  }),
];
