/** @file Rows of the property tests: vocabulary. How to add one: `../samples.ts`. */
import { adaptiveLogSoftmax, linearCrossEntropy, logUniformCount, nce, sampledSoftmax } from "../../../src/index.ts";
import { exactLabels, type LossSample, labels, sample, shared, uniform } from "../sample.ts";

export const vocabularySamples: readonly LossSample[] = [
  sample({
    of: "adaptiveLogSoftmax",
    inputs: [
      uniform([4, 3]),
      labels([4], 5),
      shared(uniform([3, 3])),
      shared(uniform([3])),
      shared(uniform([2, 3])),
      shared(uniform([3, 2])),
    ],
    loss: (x, t, head, headBias, projection, output, o) =>
      adaptiveLogSoftmax(x, t, { head, headBias, tails: [{ projection, output }] }, o),
  }),
  sample({
    of: "linearCrossEntropy",
    weight: "none",
    inputs: [uniform([4, 3]), shared(uniform([5, 3])), labels([4], 5), shared(uniform([5]))],
    loss: (x, weight, t, bias, { reduction }) => linearCrossEntropy(x, weight, t, { bias, reduction, chunk: 3 }),
  }),
  ...(
    [
      ["sampledSoftmax", sampledSoftmax],
      ["nce", nce],
    ] as const
  ).map(([of, loss]) =>
    sample({
      of,
      weight: "none",
      inputs: [
        uniform([4, 3]),
        shared(uniform([5, 3])),
        labels([4, 2], 5),
        shared(exactLabels([1, 4, 0])),
        shared(uniform([5])),
      ],
      loss: (x, weight, t, sampled, bias, { reduction }) =>
        loss(x, weight, t, sampled, { bias, reduction, logExpectedCount: logUniformCount(3, 5) }),
    }),
  ),
];
