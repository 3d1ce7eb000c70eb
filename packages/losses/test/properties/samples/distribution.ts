/** @file Rows of the property tests: counts, amounts and variances. How to add one: `../samples.ts`. */
import { gammaNll, gaussianNll, poissonNll, tweedie } from "../../../src/index.ts";
import { type LossSample, sample, uniform } from "../sample.ts";

const pair = [uniform([4, 3]), uniform([4, 3], 0.2, 3)] as const;
const rates = [uniform([4, 3], 0.2, 3), uniform([4, 3], 1.2, 3)] as const;
const normal = [uniform([4, 3]), uniform([4, 3]), uniform([4, 3], 0.2, 3)] as const;

export const distributionSamples: readonly LossSample[] = [
  sample({ of: "poissonNll", inputs: pair, loss: (p, t, o) => poissonNll(p, t, o) }),
  sample({
    of: "poissonNll",
    note: "rates, full",
    inputs: rates,
    loss: (p, t, o) => poissonNll(p, t, { ...o, logInput: false, full: true }),
  }),
  sample({ of: "gammaNll", inputs: pair, loss: (p, t, o) => gammaNll(p, t, o) }),
  sample({
    of: "gammaNll",
    note: "deviance",
    inputs: pair,
    loss: (p, t, o) => gammaNll(p, t, { ...o, deviance: true }),
  }),
  ...[0, 1, 1.5, 2, 3].map((power) =>
    sample({ of: "tweedie", note: `power ${power}`, inputs: pair, loss: (p, t, o) => tweedie(p, t, { ...o, power }) }),
  ),
  sample({
    of: "tweedie",
    note: "without the deviance",
    inputs: pair,
    loss: (p, t, o) => tweedie(p, t, { ...o, deviance: false }),
  }),
  sample({ of: "gaussianNll", inputs: normal, loss: (p, t, v, o) => gaussianNll(p, t, v, o) }),
  sample({
    of: "gaussianNll",
    note: "full",
    inputs: normal,
    loss: (p, t, v, o) => gaussianNll(p, t, v, { ...o, full: true }),
  }),
];
