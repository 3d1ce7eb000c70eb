/** @file Rows of the property tests: regression. How to add one: `../samples.ts`. */
import { mse } from "../../../src/index.ts";
import { type LossSample, sample, uniform } from "../sample.ts";

export const regressionSamples: readonly LossSample[] = [
  sample({ of: "mse", inputs: [uniform([4, 3]), uniform([4, 3])], loss: (p, t, o) => mse(p, t, o) }),
  sample({
    of: "mse",
    note: "half",
    inputs: [uniform([4, 3]), uniform([4, 3])],
    loss: (p, t, o) => mse(p, t, { ...o, half: true }),
  }),
];
