/**
 * @file A small table of calls, at least one for each loss, from which the property tests are made: reductions, weights,
 * order of samples, and gradients against finite differences in double precision at random points.
 *
 * To add a row, go to the file of the family in `samples/`:
 *
 *     sample({ of: "huber", inputs: [uniform([4, 3]), uniform([4, 3])], loss: (p, t, o) => huber(p, t, { ...o, delta: 0.5 }) })
 *
 * `inputs` are drawn anew for each check, with the samples along the first axis: `uniform(shape, low, high)`,
 * `simplex(shape)` (probabilities), `oneOf(shape, [0, 1])`, `labels(shape, classes)`, `exactly(numbers)`; gradients of all
 * floats are checked but of `oneOf` and `constant(…)`. `loss` gets a tensor for each, in f64 or i32, and must pass on the
 * options `o` (`reduction`, `weight`). What a loss does differently is said in the row: see `SampleFacts` in `sample.ts`
 * for `mean`, `weight`, `isPermutable`, `hasSingleLosses` and `tolerance`. A further row, with a `note`, goes to each
 * option that has a path of its own. Random points keep clear of kinks well enough; at kinks and extremes, test by hand.
 */
import type { LossSample } from "./sample.ts";
import { classificationSamples } from "./samples/classification.ts";
import { ctcSamples } from "./samples/ctc.ts";
import { divergenceSamples } from "./samples/divergence.ts";
import { embeddingSamples } from "./samples/embedding.ts";
import { marginSamples } from "./samples/margin.ts";
import { regressionSamples } from "./samples/regression.ts";
import { segmentationSamples } from "./samples/segmentation.ts";
import { transducerSamples } from "./samples/transducer.ts";
import { vocabularySamples } from "./samples/vocabulary.ts";

export const samples: readonly LossSample[] = [
  ...regressionSamples,
  ...classificationSamples,
  ...marginSamples,
  ...divergenceSamples,
  ...embeddingSamples,
  ...segmentationSamples,
  ...vocabularySamples,
  ...ctcSamples,
  ...transducerSamples,
];

/** The rows with titles for tests. */
export const named = samples.map((row) => ({
  ...row,
  title: row.note === undefined ? row.of : `${row.of}, ${row.note}`,
}));
