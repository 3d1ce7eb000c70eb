/** @file Prefix beam search against published figures and against all paths of small problems. */
import { ShapeError, UsageError } from "@adjoint/core";
import { describe, expect, it } from "vitest";
import { useBackend } from "../../../test/support/backend.ts";
import { ctcBeamSearchDecode } from "../src/decode/ctc-beam-search-decode.ts";
import { ctcGreedyDecode } from "../src/decode/ctc-greedy-decode.ts";
import fixtures from "./fixtures/ctc-decode.json" with { type: "json" };
import { type Numbers, toLabels, toTensor } from "./support/numbers.ts";
import { logSoftmaxRows, posteriors, waveRows } from "./support/paths.ts";

useBackend();

const find = <T>(name: string): T =>
  (fixtures.cases as unknown as { name: string }[]).find((c) => c.name === name) as unknown as T;

interface Posterior {
  readonly labels: number[];
  readonly log_prob: number;
}

interface KerasCase {
  readonly inputs: number[][][];
  readonly sequence_lengths: number[];
  readonly beam: { beam_width: number; top_paths: number; labels: number[][][]; scores: number[][] };
  readonly exact_posteriors_bruteforce_top4: Posterior[][];
}

interface TfCase {
  readonly logits_before_plus_2: number[][];
  readonly blank: number;
  readonly beam_width: number;
  readonly top_paths: number;
  readonly labels: number[][];
  readonly published_log_prob: number[];
  readonly exact_posteriors_bruteforce_top4: Posterior[];
}

const keras = find<KerasCase>("keras_ctc_decode");
const tf = find<TfCase>("tf_beam_search_beam2");

describe("published figures", () => {
  it("agrees with Keras, batch-major and time-major", async () => {
    const { beam_width: beamWidth, top_paths: topPaths, labels, scores } = keras.beam;
    const inputLengths = keras.sequence_lengths;
    const frames = keras.inputs[0]?.length ?? 0;
    const timeMajor = Array.from({ length: frames }, (_, t) => keras.inputs.map((rows) => rows[t] as Numbers));
    const readings = await ctcBeamSearchDecode(toTensor(keras.inputs), { inputLengths, beamWidth, topPaths });
    // Keras lists paths first.
    expect(readings.map((paths) => paths.map((path) => path.labels))).toEqual(
      readings.map((_, item) => labels.map((rows) => rows[item])),
    );
    readings.flat().forEach(({ logProbability, score }, i) => {
      expect(score).toBe(logProbability);
      expect(score).toBeCloseTo(scores.flat()[i] ?? Number.NaN, 6);
    });
    const options = { inputLengths: toLabels(inputLengths), beamWidth, topPaths, timeMajor: true };
    expect(await ctcBeamSearchDecode(toTensor(timeMajor), options)).toEqual(readings);
  });

  it("agrees with TensorFlow, blank last", async () => {
    const { blank, beam_width: beamWidth, top_paths: topPaths } = tf;
    const logits = tf.logits_before_plus_2.map((row) => row.map((x) => x + 2));
    const [paths = []] = await ctcBeamSearchDecode(toTensor([logits]), { blank, beamWidth, topPaths });
    expect(paths.map(({ labels }) => labels)).toEqual(tf.labels);
    paths.forEach(({ logProbability }, i) => {
      expect(logProbability).toBeCloseTo(tf.published_log_prob[i] ?? Number.NaN, 5);
    });
  });

  it("gives exact posteriors where the beam holds all prefixes", async () => {
    const check = (
      paths: readonly { labels: readonly number[]; logProbability: number }[],
      exact: Posterior[],
    ): void => {
      expect(paths.map(({ labels }) => labels)).toEqual(exact.map(({ labels }) => labels));
      paths.forEach(({ logProbability }, i) => {
        expect(logProbability).toBeCloseTo(exact[i]?.log_prob ?? Number.NaN, 6);
      });
    };
    const inputLengths = keras.sequence_lengths;
    const readings = await ctcBeamSearchDecode(toTensor(keras.inputs), { inputLengths, topPaths: 4 });
    readings.forEach((paths, i) => {
      check(paths, keras.exact_posteriors_bruteforce_top4[i] ?? []);
    });
    const options = { blank: tf.blank, topPaths: 4, beamWidth: 10_000 };
    const [paths = []] = await ctcBeamSearchDecode(toTensor([tf.logits_before_plus_2]), options);
    check(paths, tf.exact_posteriors_bruteforce_top4);
  });
});

describe("against all paths", () => {
  it.each([
    [5, 3, 0, true],
    [5, 4, 2, true],
    [6, 3, 1, false],
  ])("%i frames of %i classes, blank %i, merging repetitions: %s", async (frames, classes, blank, mergeRepeated) => {
    const rows = waveRows(frames, classes, 1.5, blank);
    const exact = posteriors(logSoftmaxRows(rows), blank, mergeRepeated);
    const options = { blank, mergeRepeated, beamWidth: exact.size, topPaths: exact.size };
    const [paths = []] = await ctcBeamSearchDecode(toTensor([rows], "f64"), options);
    expect(paths).toHaveLength(exact.size);
    for (const { labels, logProbability } of paths) {
      expect(logProbability).toBeCloseTo(exact.get(labels.join()) ?? Number.NaN, 12);
    }
    const sorted = [...exact.values()].sort((a, b) => b - a);
    expect(paths.map(({ score }) => score)).toEqual(sorted.map((p) => expect.closeTo(p, 12) as number));
    // Narrow beams give lower bounds.
    for (const beamWidth of [1, 2, 3, 5, 8]) {
      const [narrow = []] = await ctcBeamSearchDecode(toTensor([rows], "f64"), { ...options, beamWidth, topPaths: 1 });
      for (const { labels, logProbability } of narrow) {
        expect(logProbability).toBeLessThanOrEqual((exact.get(labels.join()) ?? Number.NaN) + 1e-12);
      }
    }
  });

  // In the first, [1, 2, 1] outlives [1, 2], which comes back two frames later.
  const found = [
    [0, -1, -1],
    [-2, -2, -1],
    [-3, 0, -3],
    [-2, 0, 0],
    [-3, -2, -3],
  ];
  const waves = [0, 1, 2, 3].map((phase) => waveRows(30, 4, 3, phase));
  it.each([found, ...waves].map((rows, i) => [i, rows] as const))(
    "agrees with a plain search, case %i",
    async (_, rows) => {
      const logProbs = logSoftmaxRows(rows);
      for (const width of [1, 2, 3, 5, 7, 20]) {
        const plain = plainBeamSearch(logProbs, 0, width);
        const options = { beamWidth: width, topPaths: width };
        const [paths = []] = await ctcBeamSearchDecode(toTensor([logProbs], "f64"), options);
        expect(paths.map(({ labels }) => labels.join())).toEqual(plain.map(([key]) => key));
        expect(paths.map(({ score }) => score)).toEqual(plain.map(([, p]) => expect.closeTo(p, 10) as number));
      }
    },
  );
});

/** The textbook's algorithm: two log-probabilities for each string, all candidates sorted after each frame. */
function plainBeamSearch(rows: readonly (readonly number[])[], blank: number, width: number): [string, number][] {
  const add = (a: number, b: number): number => Math.log(Math.exp(a) + Math.exp(b));
  let beam = new Map<string, [number, number]>([["", [0, Number.NEGATIVE_INFINITY]]]);
  for (const row of rows) {
    const next = new Map<string, [number, number]>();
    const put = (key: string, toBlank: number, toLabel: number): void => {
      const [b, n] = next.get(key) ?? [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
      next.set(key, [add(b, toBlank), add(n, toLabel)]);
    };
    for (const [key, [b, n]] of beam) {
      const last = key === "" ? -1 : Number(key.split(",").at(-1));
      row.forEach((p, label) => {
        const longer = key === "" ? String(label) : `${key},${label}`;
        if (label === blank) put(key, add(b, n) + p, Number.NEGATIVE_INFINITY);
        else if (label === last) {
          put(key, Number.NEGATIVE_INFINITY, n + p);
          put(longer, Number.NEGATIVE_INFINITY, b + p);
        } else put(longer, Number.NEGATIVE_INFINITY, add(b, n) + p);
      });
    }
    const all = [...next].filter(([, [b, n]]) => add(b, n) > Number.NEGATIVE_INFINITY);
    beam = new Map(all.sort(([, x], [, y]) => add(...y) - add(...x)).slice(0, width));
  }
  return [...beam].map(([key, [b, n]]) => [key, add(b, n)]);
}

describe("options", () => {
  it("of width 1 reads confident frames as the greedy decoder does", async () => {
    const path = [0, 2, 2, 0, 2, 1, 1, 0, 3];
    const rows = path.map((best) => Array.from({ length: 4 }, (_, c) => (c === best ? 6 : Math.sin(c))));
    const logits = toTensor([rows]);
    const [greedy] = await ctcGreedyDecode(logits);
    const [[beam] = []] = await ctcBeamSearchDecode(logits, { beamWidth: 1 });
    expect(beam?.labels).toEqual([2, 2, 1, 3]);
    expect(beam?.labels).toEqual(greedy?.labels);
    // The beam sums over paths, of which greedy takes one.
    expect(beam?.logProbability).toBeGreaterThanOrEqual(greedy?.logProbability ?? Number.NaN);
  });

  it("is not led by single paths, as the greedy decoder is", async () => {
    // Blank leads in both frames (0.36), but the paths to [1] sum to 0.64.
    const rows = [0.6, 0.4].flatMap((_, t, all) => (t === 0 ? [all.map(Math.log), all.map(Math.log)] : []));
    const [greedy] = await ctcGreedyDecode(toTensor([rows]));
    const [[beam] = []] = await ctcBeamSearchDecode(toTensor([rows]));
    expect(greedy?.labels).toEqual([]);
    expect(beam?.labels).toEqual([1]);
    expect(Math.exp(beam?.logProbability ?? 0)).toBeCloseTo(0.64, 6);
  });

  it("adds what a scorer gives, and passes it prefixes", async () => {
    const rows = waveRows(5, 4, 1.5);
    const exact = posteriors(logSoftmaxRows(rows), 0);
    const scorer = (prefix: readonly number[], label: number): number =>
      -0.3 * label - (prefix.at(-1) === label ? 2 : 0) + 0.1 * prefix.length;
    const scoreOf = (labels: readonly number[]): number =>
      labels.reduce((sum, label, i) => sum + scorer(labels.slice(0, i), label), 0);
    const options = { beamWidth: exact.size, topPaths: exact.size, scorer, scorerWeight: 1.7 };
    const [paths = []] = await ctcBeamSearchDecode(toTensor([rows], "f64"), options);
    const expected = [...exact]
      .map(([key, p]) => p + 1.7 * scoreOf(key === "" ? [] : key.split(",").map(Number)))
      .sort((a, b) => b - a);
    expect(paths.map(({ score }) => score)).toEqual(expected.map((p) => expect.closeTo(p, 10) as number));
    for (const { labels, logProbability, score } of paths) {
      expect(logProbability).toBeCloseTo(exact.get(labels.join()) ?? Number.NaN, 10);
      expect(score - logProbability).toBeCloseTo(1.7 * scoreOf(labels), 10);
    }
  });

  it("lets a scorer turn a reading, and forbid labels", async () => {
    const logits = toTensor([
      [
        [0, 2, 1.9],
        [2, 0, 0],
      ],
    ]);
    const read = async (scorer: (prefix: readonly number[], label: number) => number): Promise<readonly number[]> =>
      (await ctcBeamSearchDecode(logits, { scorer, beamWidth: 5 }))[0]?.[0]?.labels ?? [];
    expect(await read(() => 0)).toEqual([1]);
    expect(await read((_, label) => (label === 2 ? 1 : 0))).toEqual([2]);
    expect(await read((_, label) => (label === 1 ? Number.NEGATIVE_INFINITY : 0))).toEqual([2]);
    const { length } = await read(() => Number.NEGATIVE_INFINITY);
    expect(length).toBe(0);
  });

  it("asks a scorer once for each label behind a prefix that stays in the beam", async () => {
    const asked: string[] = [];
    await ctcBeamSearchDecode(toTensor([waveRows(4, 3)]), {
      beamWidth: 100,
      scorer: (prefix, label) => {
        asked.push([...prefix, label].join());
        return 0;
      },
    });
    expect(new Set(asked).size).toBe(asked.length);
  });

  it("does not ask again about a prefix that stays", async () => {
    const rows = Array.from({ length: 6 }, () => [5, 1, 0]);
    const asked: number[] = [];
    await ctcBeamSearchDecode(toTensor([rows]), {
      beamWidth: 1,
      scorer: (_, label) => {
        asked.push(label);
        return 0;
      },
    });
    expect(asked.sort()).toEqual([1, 2]);
  });

  it("begins new prefixes with the likeliest classes alone, if told", async () => {
    const rows = [
      [0, 3, 2.5, 2.9],
      [3, 0, -1, 0],
    ];
    const [paths = []] = await ctcBeamSearchDecode(toTensor([rows]), { classesPerFrame: 2, topPaths: 50 });
    const labels = new Set(paths.flatMap((path) => path.labels));
    expect([...labels].sort()).toEqual([1, 3]);
    const [[all] = [], [one] = []] = [
      ...(await ctcBeamSearchDecode(toTensor([rows]))),
      ...(await ctcBeamSearchDecode(toTensor([rows]), { classesPerFrame: 1 })),
    ];
    expect(one?.labels).toEqual(all?.labels);
  });

  it("takes log-probabilities as they are", async () => {
    const rows = [
      [-1, -2],
      [-3, -0.5],
    ];
    const [[reading] = []] = await ctcBeamSearchDecode(toTensor([rows]), { input: "logProbs" });
    expect(reading?.labels).toEqual([1]);
    expect(reading?.logProbability).toBeCloseTo(Math.log(Math.exp(-1.5) + Math.exp(-2.5) + Math.exp(-5)), 6);
  });
});

describe("edges", () => {
  const inf = Number.POSITIVE_INFINITY;
  it("reads the empty labels from no frames, and nothing from no sequences", async () => {
    const empty = { labels: [], score: 0, logProbability: 0 };
    expect(await ctcBeamSearchDecode(toTensor([[[1, 2]]]), { inputLengths: [0], topPaths: 3 })).toEqual([[empty]]);
    expect(await ctcBeamSearchDecode(toTensor([], "f32", [0, 2, 3]))).toEqual([]);
  });

  it("leaves out prefixes of probability 0, and takes the limit at +∞", async () => {
    const rows = [
      ["-inf", 0, "-inf"],
      [0, "inf", "inf"],
    ] as Numbers;
    const [paths = []] = await ctcBeamSearchDecode(toTensor([rows] as Numbers), { topPaths: 10 });
    expect(paths.map(({ labels }) => labels)).toEqual([[1], [1, 2]]);
    paths.forEach(({ logProbability }) => {
      expect(logProbability).toBeCloseTo(-Math.LN2, 12);
    });
  });

  it("does not look at frames beyond the length", async () => {
    const rows = [
      [0, 3],
      ["nan", "nan"],
    ] as Numbers;
    const [[reading] = []] = await ctcBeamSearchDecode(toTensor([rows] as Numbers), { inputLengths: [1] });
    expect(reading?.labels).toEqual([1]);
  });

  it("loses no digits over long sequences", async () => {
    const frames = 2000;
    const uniform = Array.from({ length: frames }, () => [0, 0]);
    const [[reading] = []] = await ctcBeamSearchDecode(toTensor([uniform], "f64"), { beamWidth: 1 });
    expect(reading?.logProbability).toBeLessThan(0);
    const certain = Array.from({ length: frames }, (_, t) => (t % 2 === 0 ? [0, 1e4] : [1e4, 0]));
    const [[sure] = []] = await ctcBeamSearchDecode(toTensor([certain]), { beamWidth: 4 });
    expect(sure?.labels).toHaveLength(frames / 2);
    expect(sure?.logProbability).toBe(0);
  });

  const logits = toTensor([[[1, 2]]]);
  it.each([
    ["rank 2", ShapeError, /rank 3; got \[1, 2\]/, () => ctcBeamSearchDecode(toTensor([[1, 2]]))],
    ["a blank that is no class", ShapeError, /blank must be a class/, () => ctcBeamSearchDecode(logits, { blank: 2 })],
    ["lengths", ShapeError, /\[0, 1\]; got \[2\]/, () => ctcBeamSearchDecode(logits, { inputLengths: [2] })],
    ["a width of 0", UsageError, /beamWidth must be .*got 0/, () => ctcBeamSearchDecode(logits, { beamWidth: 0 })],
    ["half a class", UsageError, /classesPerFrame/, () => ctcBeamSearchDecode(logits, { classesPerFrame: 0.5 })],
    [
      "more paths than the beam holds",
      UsageError,
      /topPaths must not exceed beamWidth; got 3 of 2/,
      () => ctcBeamSearchDecode(logits, { topPaths: 3, beamWidth: 2 }),
    ],
    ["a NaN weight", UsageError, /scorerWeight/, () => ctcBeamSearchDecode(logits, { scorerWeight: Number.NaN })],
    ["an unknown input", UsageError, /input must be/, () => ctcBeamSearchDecode(logits, { input: "x" as "logits" })],
    ["NaN", UsageError, /frame 0 of sequence 0/, () => ctcBeamSearchDecode(toTensor([[["nan", 0]]]))],
    ["a frame of −∞", UsageError, /frame 0/, () => ctcBeamSearchDecode(toTensor([[["-inf", "-inf"]]]))],
    [
      "a scorer's NaN",
      UsageError,
      /got NaN for label 1/,
      () => ctcBeamSearchDecode(logits, { scorer: () => Number.NaN }),
    ],
    ["a scorer's Infinity", UsageError, /below Infinity/, () => ctcBeamSearchDecode(logits, { scorer: () => inf })],
  ])("refuses %s", async (_, type, message, call) => {
    await expect(call()).rejects.toThrow(type);
    await expect(call()).rejects.toThrow(message);
  });
});
