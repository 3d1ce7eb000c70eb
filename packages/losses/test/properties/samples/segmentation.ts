/** @file Rows of the property tests: segmentation. How to add one: `../samples.ts`. */
import { binaryDice, dice, generalizedDice, tversky } from "../../../src/index.ts";
import { constant, type LossSample, oneOf, sample, simplex, uniform } from "../sample.ts";

const logits = uniform([3, 4, 2]);
const regions = oneOf([3, 4, 2], [0, 1]);

export const segmentationSamples: readonly LossSample[] = [
  sample({ of: "dice", inputs: [simplex([4, 3]), simplex([4, 3])], loss: (p, t, o) => dice(p, t, { ...o, axis: 1 }) }),
  sample({
    of: "dice",
    note: "of logits",
    inputs: [logits, regions],
    loss: (x, t, o) => dice(x, t, { ...o, axis: 1, applySoftmax: true, smooth: 1, ignoreBackground: true }),
  }),
  sample({
    of: "tversky",
    inputs: [simplex([4, 3]), simplex([4, 3])],
    loss: (p, t, o) => tversky(p, t, { ...o, axis: 1, alpha: 0.3, beta: 0.7 }),
  }),
  sample({ of: "binaryDice", inputs: [logits, regions], loss: (x, t, o) => binaryDice(x, t, o) }),
  sample({
    of: "generalizedDice",
    // The weights of the classes depend on the target, steeply where one is empty.
    inputs: [logits, constant(simplex([3, 4, 2]))],
    weight: "none",
    loss: (x, t, o) => generalizedDice(x, t, o),
  }),
];
