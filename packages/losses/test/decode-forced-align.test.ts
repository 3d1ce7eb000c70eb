/** @file Forced alignment against all paths of small problems, and the spans of labels. */
import { DTypeError, ShapeError, type Tensor, UsageError } from "@adjoint/core";
import { describe, expect, it } from "vitest";
import { useBackend } from "../../../test/support/backend.ts";
import { type CtcForcedAlignOptions, ctcForcedAlign } from "../src/decode/ctc-forced-align.ts";
import { mergeTokens } from "../src/decode/merge-tokens.ts";
import fixtures from "./fixtures/ctc-decode.json" with { type: "json" };
import { type Numbers, toLabels, toTensor } from "./support/numbers.ts";
import { allPaths, collapsePath, logSoftmaxRows, waveRows } from "./support/paths.ts";

useBackend();

interface AlignCase {
  readonly targets: number[];
  readonly path: number[];
  readonly log_prob: number;
  readonly frame_scores: number[];
  readonly ctc_nll: number;
}

const published = (fixtures.cases as unknown as { name: string; cases: AlignCase[] }[]).find(
  ({ name }) => name === "forced_align_bruteforce",
)?.cases as AlignCase[];

const near = (values: readonly number[], digits: number): number[] =>
  values.map((x) => expect.closeTo(x, digits) as number);

describe("vectors", () => {
  const rows = waveRows(6, 4);
  it.each(published)("aligns $targets", async ({ targets, path, log_prob, frame_scores, ctc_nll }) => {
    const [aligned] = await ctcForcedAlign(toTensor([rows], "f64"), toLabels([targets]));
    expect(aligned?.classes).toEqual(path);
    expect(aligned?.scores).toEqual(near(frame_scores, 12));
    expect(aligned?.logProbability).toBeCloseTo(log_prob, 12);
    expect(aligned?.logProbability).toBeLessThanOrEqual(-ctc_nll);
    expect(aligned?.spans.map(({ label }) => label)).toEqual(targets);
  });

  it("aligns them in a batch, padded, batch-major and time-major, and as log-probabilities", async () => {
    const count = published.length;
    const labels = toLabels(published.map(({ targets }) => [0, 1, 2].map((u) => targets[u] ?? -1)));
    const labelLengths = published.map(({ targets }) => targets.length);
    // Frames behind the length are not looked at.
    const padded: Numbers = [...rows, ["nan", "nan", "nan", "nan"]];
    const batchMajor = toTensor(Array.from({ length: count }, () => padded));
    const timeMajor = toTensor(padded.map((row) => Array.from({ length: count }, () => row)));
    const normalized = toTensor(Array.from({ length: count }, () => [...logSoftmaxRows(rows), [0, 0, 0, 0]]));
    const inputLengths = toLabels(Array.from({ length: count }, () => 6));
    for (const [logits, more] of [
      [batchMajor, {}],
      [timeMajor, { timeMajor: true }],
      [normalized, { input: "logProbs" }],
    ] as [Tensor, CtcForcedAlignOptions][]) {
      const aligned = await ctcForcedAlign(logits, labels, { inputLengths, labelLengths, ...more });
      expect(aligned.map(({ classes }) => classes)).toEqual(published.map(({ path }) => path));
      aligned.forEach(({ scores }, i) => {
        expect(scores).toEqual(near(published[i]?.frame_scores ?? [], 5));
      });
    }
  });
});

describe("against all paths", () => {
  it.each<[number[], number]>([
    [[], 0],
    [[1], 0],
    [[0, 2], 1],
    [[2, 2], 1],
    [[0, 0, 0], 2],
    [[1, 0, 1], 2],
    [[2, 2, 1, 2], 0],
  ])("finds the best path to %j, blank %i", async (labels, blank) => {
    for (const phase of [0, 1, 2, 3]) {
      const rows = logSoftmaxRows(waveRows(6, 3, 2, phase));
      let best = { path: [] as number[], logProb: Number.NEGATIVE_INFINITY };
      for (const found of allPaths(rows)) {
        const isMatch = collapsePath(found.path, blank).join() === labels.join();
        if (isMatch && found.logProb > best.logProb) best = found;
      }
      const [aligned] = await ctcForcedAlign(toTensor([rows], "f64"), toLabels([labels], [1, labels.length]), {
        blank,
      });
      expect(aligned?.logProbability).toBeCloseTo(best.logProb, 10);
      expect(aligned?.classes).toEqual(best.path);
      expect(aligned?.spans.map(({ label }) => label)).toEqual(labels);
    }
  });

  it("leaves no frame to spare where there is none", async () => {
    const logits = toTensor([waveRows(5, 3)]);
    const [aligned] = await ctcForcedAlign(logits, toLabels([[1, 1, 1]]));
    expect(aligned?.classes).toEqual([1, 0, 1, 0, 1]);
  });

  it("of equal paths takes the one that is early", async () => {
    const [aligned] = await ctcForcedAlign(toTensor([waveRows(6, 3, 0)]), toLabels([[1, 2]]));
    expect(aligned?.classes).toEqual([1, 2, 0, 0, 0, 0]);
  });

  it("aligns thousands of labels", async () => {
    const [frames, count] = [3000, 1200];
    const labels = Array.from({ length: count }, (_, u) => 1 + (u % 3));
    const rows = Array.from({ length: frames }, (_, t) => [0, 0, 0, 0].map((_, c) => Math.sin(t * (c + 1))));
    const [aligned] = await ctcForcedAlign(toTensor([rows]), toLabels([labels]));
    expect(collapsePath(aligned?.classes ?? [], 0)).toEqual(labels);
    expect(aligned?.spans).toHaveLength(count);
  });
});

describe("spans", () => {
  it("hold the frames and the mean score of each label", async () => {
    const rows = [
      [0.5, 0.25, 0.25],
      [0.25, 0.5, 0.25],
      [0.125, 0.625, 0.25],
      [0.5, 0.25, 0.25],
      [0.25, 0.5, 0.25],
    ].map((row) => row.map(Math.log));
    const [aligned] = await ctcForcedAlign(toTensor([rows], "f64"), toLabels([[1, 1]]));
    expect(aligned?.spans).toEqual([
      { label: 1, start: 1, end: 3, score: expect.closeTo((Math.log(0.5) + Math.log(0.625)) / 2, 12) as number },
      { label: 1, start: 4, end: 5, score: expect.closeTo(Math.log(0.5), 12) as number },
    ]);
  });

  it("are merged from any path", () => {
    expect(mergeTokens([3, 3, 2, 1, 1], [1, 2, 3, 4, 6], 2)).toEqual([
      { label: 3, start: 0, end: 2, score: 1.5 },
      { label: 1, start: 3, end: 5, score: 5 },
    ]);
    expect(mergeTokens([], [])).toEqual([]);
    expect(mergeTokens([0, 0], [1, 1])).toEqual([]);
    expect(() => mergeTokens([1], [])).toThrow(ShapeError);
  });
});

describe("edges", () => {
  it("aligns the empty target to blanks, and no frames to it", async () => {
    const logits = toTensor([
      [
        [1, 2],
        [0, 0],
      ],
    ]);
    const none = toLabels([[]], [1, 0]);
    expect((await ctcForcedAlign(logits, none))[0]).toMatchObject({ classes: [0, 0], spans: [] });
    const [empty] = await ctcForcedAlign(logits, none, { inputLengths: [0] });
    expect(empty).toEqual({ classes: [], scores: [], logProbability: 0, spans: [] });
  });

  it("goes round classes of probability 0", async () => {
    const rows = [
      [0, 0],
      [0, "-inf"],
      [0, 0],
    ] as Numbers;
    const [aligned] = await ctcForcedAlign(toTensor([rows] as Numbers), toLabels([[1, 1]]));
    expect(aligned?.classes).toEqual([1, 0, 1]);
  });

  const logits = toTensor([
    [
      [1, 2, 3],
      [1, 2, 3],
    ],
  ]);
  const one = toLabels([[1]]);
  it.each([
    ["rank 2", ShapeError, /rank 3/, () => ctcForcedAlign(toTensor([[1, 2]]), one)],
    [
      "labels of rank 1",
      ShapeError,
      /labels must be \[N, U\]; got labels=\[1\]/,
      () => ctcForcedAlign(logits, toLabels([1])),
    ],
    ["float labels", DTypeError, /labels must be i32/, () => ctcForcedAlign(logits, toTensor([[1]]))],
    ["a label beyond the classes", ShapeError, /got 3 at \[0, 0\]/, () => ctcForcedAlign(logits, toLabels([[3]]))],
    [
      "the blank as a label",
      ShapeError,
      /not be the blank 0; got 0 at \[0, 1\]/,
      () => ctcForcedAlign(logits, toLabels([[1, 0]])),
    ],
    ["a blank that is no class", ShapeError, /blank must be a class/, () => ctcForcedAlign(logits, one, { blank: 3 })],
    [
      "label lengths",
      ShapeError,
      /labelLengths must be 1 whole/,
      () => ctcForcedAlign(logits, one, { labelLengths: [2] }),
    ],
    [
      "too few frames",
      ShapeError,
      /2 frames for 2 labels with 1 repetitions/,
      () => ctcForcedAlign(logits, toLabels([[1, 1]])),
    ],
    [
      "labels of probability 0",
      UsageError,
      /none for sequence 0/,
      () => ctcForcedAlign(toTensor([[[0, "-inf"]]]), one),
    ],
    ["NaN", UsageError, /frame 0 of sequence 0/, () => ctcForcedAlign(toTensor([[[0, "nan"]]]), one)],
  ])("refuses %s", async (_, type, message, call) => {
    await expect(call()).rejects.toThrow(type);
    await expect(call()).rejects.toThrow(message);
  });
});
