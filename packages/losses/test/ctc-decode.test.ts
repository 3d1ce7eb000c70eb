/** @file Greedy decoding, edit distance and error rates against published figures. */
import { ShapeError, type Tensor, tensor, UsageError } from "@adjoint/core";
import { describe, expect, it } from "vitest";
import { useBackend } from "../../../test/support/backend.ts";
import { cer, ctcGreedyDecode, editDistance, wer } from "../src/index.ts";
import fixtures from "./fixtures/ctc-decode.json" with { type: "json" };
import "./support/backend.ts";
import { type Numbers, toTensor } from "./support/numbers.ts";

useBackend();

type Case = Record<string, unknown> & { readonly name: string };
const cases = fixtures.cases as unknown as readonly Case[];
const find = <T>(name: string): T => cases.find((c) => c.name === name) as T;

describe("editDistance", () => {
  interface EditCase {
    readonly hyp: string;
    readonly ref: string;
    readonly unit?: "word";
    readonly distance: number;
    readonly cer?: number | string;
    readonly wer?: number;
  }
  it.each(find<{ cases: EditCase[] }>("edit_distance").cases)("of '$hyp' and '$ref' is $distance", (c) => {
    const split = (text: string): readonly string[] => (c.unit === "word" ? text.split(" ") : [...text]);
    expect(editDistance(split(c.hyp), split(c.ref))).toBe(c.distance);
    expect(editDistance(split(c.ref), split(c.hyp))).toBe(c.distance);
    if (c.wer !== undefined) expect(wer([c.hyp], [c.ref])).toBe(c.wer);
    if (typeof c.cer === "number") expect(cer([c.hyp], [c.ref])).toBe(c.cer);
    if (typeof c.cer === "string") expect(cer([c.hyp], [c.ref])).toBe(Number.POSITIVE_INFINITY);
  });

  it("counts errors over all references together", () => {
    expect(cer([[1, 2], [3]], [[1, 2, 4], []])).toBe(2 / 3);
    expect(cer([""], [""])).toBe(0);
    expect(() => cer(["a"], [])).toThrow(UsageError);
  });
});

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
