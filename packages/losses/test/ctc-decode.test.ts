/** @file Greedy decoding against published figures. */
import { ShapeError, type Tensor, tensor } from "@adjoint/core";
import { describe, expect, it } from "vitest";
import { useBackend } from "../../../test/support/backend.ts";
import { ctcGreedyDecode } from "../src/decode/ctc-greedy-decode.ts";
import fixtures from "./fixtures/ctc-decode.json" with { type: "json" };
import { type Numbers, toTensor } from "./support/numbers.ts";
import { logSoftmaxRows, waveRows } from "./support/paths.ts";

useBackend();

type Case = Record<string, unknown> & { readonly name: string };
const cases = fixtures.cases as unknown as readonly Case[];
const find = <T>(name: string): T => cases.find((c) => c.name === name) as T;

describe("ctcGreedyDecode", () => {
  interface KerasCase {
    readonly inputs: Numbers;
    readonly sequence_lengths: number[];
    readonly greedy: { merge_repeated_true: number[][]; merge_repeated_false_row0: number[]; scores: number[] };
  }
  it("agrees with Keras", async () => {
    const { inputs, sequence_lengths: inputLengths, greedy } = find<KerasCase>("keras_ctc_decode");
    const logits = toTensor(inputs);
    const readings = await ctcGreedyDecode(logits, { inputLengths });
    expect(readings.map(({ labels }) => labels)).toEqual(
      greedy.merge_repeated_true.map((row) => row.filter((x) => x >= 0)),
    );
    // Keras negates the score.
    readings.forEach(({ score }, i) => {
      expect(-score).toBeCloseTo(greedy.scores[i] ?? Number.NaN, 6);
    });
    const [first] = await ctcGreedyDecode(logits, { inputLengths, mergeRepeated: false });
    expect(first?.labels).toEqual(greedy.merge_repeated_false_row0);
  });

  interface TfSequence {
    readonly probs: number[][];
    readonly length: number;
    readonly labels: number[];
    readonly neg_sum_logits_of_log_probs: number;
  }
  it("agrees with TensorFlow, blank last, and frames first or second", async () => {
    const { sequences, blank } = find<{ sequences: TfSequence[]; blank: number }>("tf_greedy");
    const frames = Math.max(...sequences.map(({ probs }) => probs.length));
    const padded = sequences.map(({ probs }) =>
      Array.from({ length: frames }, (_, t) => (probs[t] ?? [9, 9, 9, 9]).map(Math.log)),
    );
    const inputLengths = tensor(Int32Array.from(sequences, ({ length }) => length));
    const batchMajor = toTensor(padded);
    const timeMajor = toTensor(Array.from({ length: frames }, (_, t) => padded.map((rows) => rows[t] ?? [])));
    for (const [logits, isTimeMajor] of [
      [batchMajor, false],
      [timeMajor, true],
    ] as [Tensor, boolean][]) {
      const readings = await ctcGreedyDecode(logits, { inputLengths, blank, timeMajor: isTimeMajor });
      expect(readings.map(({ labels }) => labels)).toEqual(sequences.map(({ labels }) => labels));
      readings.forEach(({ score }, i) => {
        expect(-score).toBeCloseTo(sequences[i]?.neg_sum_logits_of_log_probs ?? Number.NaN, 5);
      });
    }
  });

  interface CollapseCase {
    readonly labels: number[][];
    readonly lengths: number[];
    readonly expected: number[][];
  }
  it("collapses repetitions as TensorFlow does", async () => {
    const { labels, lengths: inputLengths, expected } = find<CollapseCase>("collapse_repeated");
    const logits = toTensor(
      labels.map((row) => row.map((label) => Array.from({ length: 11 }, (_, c) => (c === label ? 1 : 0)))),
    );
    const readings = await ctcGreedyDecode(logits, { inputLengths, blank: 10 });
    expect(readings.map((reading) => reading.labels)).toEqual(expected);
  });

  it("gives the log-probability of the best path beside the sum of its logits", async () => {
    const rows = waveRows(5, 4);
    const logProbs = logSoftmaxRows(rows);
    const best = logProbs.reduce((sum, row) => sum + Math.max(...row), 0);
    const [reading] = await ctcGreedyDecode(toTensor([rows]));
    expect(reading?.score).toBeCloseTo(
      rows.reduce((sum, row) => sum + Math.max(...row), 0),
      5,
    );
    expect(reading?.logProbability).toBeCloseTo(best, 5);
    const [normalized] = await ctcGreedyDecode(toTensor([logProbs]));
    expect(normalized?.score).toBeCloseTo(best, 5);
    expect(normalized?.logProbability).toBeCloseTo(best, 5);
  });

  it("reads nothing from no frames", async () => {
    const nothing = { labels: [], score: 0, logProbability: 0 };
    expect(await ctcGreedyDecode(toTensor([[[1, 2]]]), { inputLengths: [0] })).toEqual([nothing]);
    expect(await ctcGreedyDecode(toTensor([[]], "f32", [1, 0, 2]))).toEqual([nothing]);
    expect(await ctcGreedyDecode(toTensor([], "f32", [0, 3, 2]))).toEqual([]);
  });

  it("refuses what does not fit", async () => {
    await expect(ctcGreedyDecode(toTensor([[1, 2]]))).rejects.toThrow(ShapeError);
    await expect(ctcGreedyDecode(toTensor([[[1, 2]]]), { blank: 2 })).rejects.toThrow(
      /blank must be a class, in \[0, 2\); got 2/,
    );
    await expect(ctcGreedyDecode(toTensor([[[1, 2]]]), { inputLengths: [2] })).rejects.toThrow(
      /whole numbers in \[0, 1\]; got \[2\]/,
    );
  });
});
