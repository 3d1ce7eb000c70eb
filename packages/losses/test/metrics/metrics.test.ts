/** @file Metrics: what the published cases leave out, their limits, and bad input. */
import { ShapeError, UsageError } from "@adjoint/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  accuracy,
  brierScore,
  coverageError,
  d2AbsoluteErrorScore,
  d2PinballScore,
  d2TweedieScore,
  explainedVariance,
  hammingLoss,
  hingeLoss,
  jaccardScore,
  labelRankingLoss,
  logLoss,
  maxError,
  meanAbsoluteError,
  meanAbsolutePercentageError,
  meanGammaDeviance,
  meanPinballLoss,
  meanPoissonDeviance,
  meanSquaredError,
  meanSquaredLogError,
  meanTweedieDeviance,
  medianAbsoluteError,
  r2Score,
  rootMeanSquaredError,
  rootMeanSquaredLogError,
  zeroOneLoss,
} from "../../src/index.ts";

describe("errors", () => {
  it("take typed arrays, and rows of them", () => {
    expect(meanAbsoluteError(Float32Array.of(1, 2), Int32Array.of(2, 4))).toBe(1.5);
    expect(meanSquaredError([Float64Array.of(1, 0)], [Float64Array.of(2, 2)], { multiOutput: "rawValues" })).toEqual([
      1, 4,
    ]);
  });

  it("of logarithms are roots of each other", () => {
    const [p, t] = [
      [2.5, 5, 4, 8],
      [3, 5, 2.5, 7],
    ];
    expect(rootMeanSquaredLogError(p, t)).toBe(Math.sqrt(meanSquaredLogError(p, t)));
    expect(rootMeanSquaredLogError([[Math.E - 1, 0]], [[0, 0]], { multiOutput: "rawValues" })).toEqual([1, 0]);
  });

  it("of a target of 0 are huge, as percentages", () => {
    expect(meanAbsolutePercentageError([1], [0])).toBe(2 ** 52);
  });

  it("have the median in the middle, or where half of the weight is", () => {
    expect(medianAbsoluteError([1, 2, 3, 10], [0, 0, 0, 0])).toBe(2.5);
    expect(medianAbsoluteError([1, 2, 3, 10], [0, 0, 0, 0], { sampleWeight: [1, 1, 1, 1] })).toBe(2);
    expect(medianAbsoluteError([1, 2, 3, 10], [0, 0, 0, 0], { sampleWeight: [1, 0, 0, 5] })).toBe(10);
    expect(medianAbsoluteError([5, 1], [0, 0], { sampleWeight: [0, 2] })).toBe(1);
  });

  it("weigh samples as if they were there more than once", () => {
    const numbers = fc.array(
      fc.record({
        p: fc.double({ min: 0.1, max: 5, noNaN: true }),
        t: fc.double({ min: 0.1, max: 5, noNaN: true }),
        w: fc.nat(3),
      }),
      { minLength: 2, maxLength: 6 },
    );
    const metrics = [meanAbsoluteError, rootMeanSquaredError, meanPinballLoss, meanPoissonDeviance, meanGammaDeviance];
    fc.assert(
      fc.property(numbers, (rows) => {
        fc.pre(rows.some(({ w }) => w > 0));
        const sampleWeight = rows.map(({ w }) => w);
        const repeated = rows.flatMap((row) => Array.from({ length: row.w }, () => row));
        const of = (f: (p: number[], t: number[], o?: object) => number, list: typeof rows, o?: object) =>
          f(
            list.map(({ p }) => p),
            list.map(({ t }) => t),
            o,
          );
        for (const metric of metrics) {
          expect(of(metric, rows, { sampleWeight })).toBeCloseTo(of(metric, repeated), 10);
        }
      }),
      { seed: 3, numRuns: 50 },
    );
  });
});

describe("deviances", () => {
  const [p, t] = [
    [0.5, 0.5, 2, 2],
    [2, 0.5, 1, 4],
  ];
  it("are those of Poisson and gamma at the powers 1 and 2, and near them", () => {
    expect(meanPoissonDeviance(p, t)).toBe(meanTweedieDeviance(p, t, { power: 1 }));
    expect(meanGammaDeviance(p, t)).toBe(meanTweedieDeviance(p, t, { power: 2 }));
    expect(meanTweedieDeviance(p, t, { power: 1 + 1e-7 })).toBeCloseTo(meanPoissonDeviance(p, t), 5);
    expect(meanTweedieDeviance(p, t, { power: 2 + 1e-7 })).toBeCloseTo(meanGammaDeviance(p, t), 5);
  });

  it("are 0 where a target is met, and finite for a count of 0", () => {
    for (const power of [-1, 0, 1, 1.5, 2, 3]) expect(meanTweedieDeviance(t, t, { power })).toBeCloseTo(0, 14);
    expect(meanPoissonDeviance([0.5], [0])).toBe(1);
  });
});

describe("scores", () => {
  type Score = (p: number[], t: number[]) => number;
  const scores: readonly Score[] = [r2Score, d2AbsoluteErrorScore, d2PinballScore, d2TweedieScore];
  const same = [0.1, 0.1, 0.1];
  it("of equal targets are 1 if these are met, else 0", () => {
    for (const score of scores) {
      expect(score(same, same)).toBe(1);
      expect(score([0.1, 0.1, 0.3], same)).toBe(0);
    }
    expect(explainedVariance([1, 1, 1], same)).toBe(1);
    expect(explainedVariance([1, 1, 2], same)).toBe(0);
    expect(r2Score(same, same, { forceFinite: false })).toBeNaN();
    expect(r2Score([1, 2, 3], same, { forceFinite: false })).toBe(Number.NEGATIVE_INFINITY);
  });

  it("are not defined for a single sample", () => {
    for (const score of scores) expect(score([1], [2])).toBeNaN();
    expect(r2Score([[1, 2]], [[1, 2]], { multiOutput: "rawValues" })).toEqual([Number.NaN, Number.NaN]);
  });

  it("of several outputs can be weighed by variance", () => {
    const p = [
      [0, 2],
      [-1, 2],
      [8, -5],
    ];
    const t = [
      [0.5, 1],
      [-1, 1],
      [7, -6],
    ];
    // 1 − Σ e² of all / Σ of all squared deviations.
    expect(r2Score(p, t, { multiOutput: "varianceWeighted" })).toBeCloseTo(0.9382566585956417, 13);
    const constant = [[1], [1]];
    expect(explainedVariance(constant, constant, { multiOutput: "varianceWeighted" })).toBe(1);
  });

  it("are 0 for the best constant", () => {
    const t = [3, -0.5, 2, 7];
    expect(r2Score([2.875, 2.875, 2.875, 2.875], t)).toBe(0);
    expect(explainedVariance([9, 9, 9, 9], t)).toBe(0);
    expect(d2AbsoluteErrorScore([2.5, 2.5, 2.5, 2.5], t)).toBe(0);
    expect(d2PinballScore([4, 4, 4], [0, 4, 8], { sampleWeight: [1, 1, 1] })).toBe(0);
    expect(d2TweedieScore([2, 2], [1, 3], { power: 2 })).toBe(0);
    expect(d2PinballScore([[0], [4]], [[0], [4]], { multiOutput: "rawValues" })).toEqual([1]);
    expect(d2AbsoluteErrorScore([[0], [4]], [[0], [4]], { multiOutput: "rawValues" })).toEqual([1]);
  });
});

describe("counts of labels", () => {
  it("know numbers, words and truths", () => {
    expect(accuracy([0, 2, 1, 3], [0, 1, 2, 3])).toBe(0.5);
    expect(accuracy(["cat", "dog"], ["cat", "cat"])).toBe(0.5);
    expect(accuracy([true, false], [true, false])).toBe(1);
    expect(accuracy(Int32Array.of(1, 2, 2), Uint8Array.of(1, 2, 0), { normalize: false })).toBe(2);
    expect(accuracy([1, 2], [1, 0], { sampleWeight: [3, 1] })).toBe(0.75);
  });

  it("of several labels want all right, or count each", () => {
    const [p, t] = [
      [
        [0, 1],
        [1, 1],
      ],
      [
        [1, 1],
        [1, 1],
      ],
    ];
    expect(accuracy(p, t)).toBe(0.5);
    expect(zeroOneLoss(p, t)).toBe(0.5);
    expect(zeroOneLoss(p, t, { normalize: false, sampleWeight: [2, 5] })).toBe(2);
    expect(hammingLoss(p, t)).toBe(0.25);
    expect(hammingLoss(p, t, { sampleWeight: [3, 1] })).toBe(0.375);
    expect(hammingLoss([1, 2, 3, 4], [2, 2, 3, 4])).toBe(0.25);
  });

  it("have Jaccard's index in each average", () => {
    const [p, t] = [
      [
        [1, 1, 1],
        [1, 0, 0],
      ],
      [
        [0, 1, 1],
        [1, 1, 0],
      ],
    ];
    expect(jaccardScore([1, 1, 1, 0], [0, 1, 1, 0])).toBe(2 / 3);
    expect(jaccardScore([1, 1, 1], [0, 1, 1], { positiveLabel: 0 })).toBe(0);
    expect(jaccardScore(p, t, { average: "samples" })).toBeCloseTo((2 / 3 + 1 / 2) / 2, 15);
    expect(jaccardScore(p, t, { average: "macro" })).toBeCloseTo((1 / 2 + 1 / 2 + 1) / 3, 15);
    expect(jaccardScore(p, t, { average: "micro" })).toBe(3 / 5);
    expect(jaccardScore(p, t, { average: "weighted" })).toBeCloseTo((1 / 2 + 2 * (1 / 2) + 1) / 4, 15);
    expect(jaccardScore([0, 2, 1, 2], [0, 1, 2, 2], { average: "macro" })).toBeCloseTo((1 + 0 + 1 / 3) / 3, 15);
    expect(jaccardScore([0, 0], [0, 0], { zeroDivision: 1 })).toBe(1);
    expect(jaccardScore([0, 0], [0, 0])).toBe(0);
  });
});

describe("probabilities and rankings", () => {
  it("cost 36 at most", () => {
    expect(logLoss([1], [0])).toBeCloseTo(36.0437, 3);
    expect(logLoss([1, 1], [1, 1])).toBeLessThan(1e-15);
    expect(logLoss([[0.2, 0.2]], [0])).toBeCloseTo(Math.LN2, 15);
    expect(logLoss([0.5, 0.5], [0, 1], { normalize: false, sampleWeight: [1, 3] })).toBeCloseTo(4 * Math.LN2, 14);
  });

  it("may have targets −1 or 0", () => {
    expect(hingeLoss([0.5, 2], [-1, 1])).toBe(0.75);
    expect(hingeLoss([0.5, 2], [0, 1])).toBe(0.75);
    expect(brierScore([0.5, 1], [0, 1], { sampleWeight: [1, 3] })).toBe(0.0625);
  });

  it("are worst ranks for ties, and nothing where there is nothing to rank", () => {
    expect(coverageError([[0.5, 0.5, 0.1]], [[1, 0, 0]])).toBe(2);
    expect(labelRankingLoss([[0.5, 0.5, 0.1]], [[1, 0, 0]])).toBe(0.5);
    for (const t of [[[0, 0]], [[1, 1]]]) expect(labelRankingLoss([[1, 2]], t)).toBe(0);
    expect(coverageError([[1, 2]], [[0, 0]])).toBe(0);
  });
});

type Refusal = readonly [name: string, call: () => unknown, type: new (...args: never[]) => Error, message: RegExp];

describe("bad input is refused", () => {
  const weigh = (sampleWeight: number[]) => () => meanSquaredError([1, 2], [1, 2], { sampleWeight });
  it.each<Refusal>([
    [
      "no samples",
      () => meanSquaredError([], []),
      ShapeError,
      /meanSquaredError: prediction needs at least one sample/,
    ],
    ["no labels", () => accuracy([], []), ShapeError, /accuracy: prediction needs at least one sample/],
    [
      "other lengths",
      () => r2Score([1], [1, 2]),
      ShapeError,
      /r2Score: shapes must be equal; got prediction=\[1, 1\], target=\[2, 1\]/,
    ],
    ["other outputs", () => meanSquaredError([[1]], [[1, 2]]), ShapeError, /shapes must be equal/],
    [
      "ragged rows",
      () => meanSquaredError([[1, 2], [3]], [[1], [2]]),
      ShapeError,
      /rows of prediction .* got 2 and, in row 1, 1/,
    ],
    ["empty rows", () => meanSquaredError([[]], [[]]), ShapeError, /rows of prediction/],
    [
      "NaN",
      () => meanAbsoluteError([1, Number.NaN], [1, 2]),
      UsageError,
      /prediction must be finite; got NaN at sample 1/,
    ],
    ["infinity", () => meanAbsoluteError([1], [Number.POSITIVE_INFINITY]), UsageError, /target must be finite/],
    ["too few weights", weigh([1]), ShapeError, /sampleWeight needs a number for each sample; got 1 for 2/],
    [
      "negative weights",
      weigh([1, -1]),
      UsageError,
      /sampleWeight must be finite and not negative; got -1 at sample 1/,
    ],
    ["NaN weights", weigh([1, Number.NaN]), UsageError, /got NaN at sample 1/],
    ["no weight at all", weigh([0, 0]), UsageError, /sampleWeight must not be 0 for all/],
    [
      "too few weights of outputs",
      () => meanSquaredError([[1, 2]], [[1, 2]], { multiOutput: [1] }),
      ShapeError,
      /1 for 2/,
    ],
    ["negative weights of outputs", () => meanSquaredError([1], [1], { multiOutput: [-1] }), UsageError, /got -1/],
    [
      "unknown averages of outputs",
      () => meanSquaredError([1], [1], { multiOutput: "all" } as never),
      UsageError,
      /got all/,
    ],
    ["several outputs at once", () => maxError([[1, 2]], [[1, 2]]), ShapeError, /maxError: takes one output; got 2/],
    [
      "logarithms of −1",
      () => meanSquaredLogError([-1], [1]),
      UsageError,
      /greater than −1; got prediction -1, target 1/,
    ],
    ["quantiles above 1", () => meanPinballLoss([1], [1], { q: 1.5 }), UsageError, /q must lie in \[0, 1\]; got 1.5/],
    ["powers that no distribution has", () => meanTweedieDeviance([1], [1], { power: 0.5 }), UsageError, /got 0.5/],
    ["counts predicted as 0", () => meanPoissonDeviance([0], [1]), UsageError, /prediction that is positive; got 0/],
    ["negative counts", () => meanPoissonDeviance([1], [-1]), UsageError, /target that is not negative; got -1/],
    ["durations of 0", () => meanGammaDeviance([1], [0]), UsageError, /target that is positive; got 0/],
    ["words beside rows", () => accuracy([1, 2], [[1], [0]]), ShapeError, /equal shapes/],
    ["fewer labels", () => accuracy([1, 2], [1]), ShapeError, /2 and 1 samples/],
    [
      "NaN labels",
      () => accuracy([Number.NaN], [1]),
      UsageError,
      /labels of prediction must not be NaN; got NaN at sample 0/,
    ],
    ["rows of other numbers", () => hammingLoss([[2]], [[1]]), UsageError, /0s and 1s; got 2 at sample 0/],
    ["binary of three classes", () => jaccardScore([0, 1, 2], [0, 1, 2]), UsageError, /"binary" needs two classes/],
    ["samples of single labels", () => jaccardScore([0], [0], { average: "samples" }), UsageError, /rows of 0s and 1s/],
    ["unknown averages", () => jaccardScore([0], [0], { average: "all" } as never), UsageError, /got all/],
    [
      "probabilities above 1",
      () => brierScore([1.5], [1]),
      UsageError,
      /lie in \[0, 1\]; got 1.5 at sample 0; apply sigmoid/,
    ],
    ["probabilities below 0", () => logLoss([[-0.1, 1.1]], [1]), UsageError, /lie in \[0, 1\]; got -0.1/],
    ["targets of other classes", () => brierScore([0.5], [2]), UsageError, /labels must lie in \[0, 2\); got 2/],
    ["labels that are no class", () => logLoss([[0.5, 0.5]], [2]), UsageError, /labels must lie in \[0, 2\)/],
    ["fewer labels than rows", () => logLoss([[0.5, 0.5]], []), ShapeError, /each sample needs a label; got 0 for 1/],
    ["rankings of other targets", () => coverageError([[1, 2]], [[0, 2]]), UsageError, /targets must be 0 or 1; got 2/],
    ["rankings of other shapes", () => labelRankingLoss([[1, 2]], [[0]]), ShapeError, /shapes must be equal/],
  ])("%s", (_, call, type, message) => {
    expect(call).toThrow(type);
    expect(call).toThrow(message);
  });
});
