/** @file What `ctcLoss` refuses, and how it says so. */
import { DTypeError, ShapeError, tensor, UsageError } from "@adjoint/core";
import { describe, expect, it } from "vitest";
import { type CtcLossOptions, ctcLoss, ctcLossFromLogProbs } from "../src/index.ts";
import { toLabels, toTensor } from "./support/numbers.ts";

describe("ctcLoss refuses", () => {
  const x = toTensor([
    [
      [1, 2, 3],
      [1, 2, 3],
    ],
    [
      [1, 2, 3],
      [1, 2, 3],
    ],
  ]);
  const y = toLabels([
    [1, 2],
    [2, 1],
  ]);
  const refuse = (options: CtcLossOptions) => () => ctcLoss(x, y, options);
  it.each<[string, () => unknown, new (...args: never[]) => Error, RegExp]>([
    [
      "logits of rank 2",
      () => ctcLoss(toTensor([[1, 2]]), y),
      ShapeError,
      /ctcLoss: logits must be \[N, T, C\]; got \[1, 2\]/,
    ],
    ["integer logits", () => ctcLoss(toLabels([[[1, 2]]]) as never, y), DTypeError, /logits must hold floats; got i32/],
    [
      "float labels",
      () =>
        ctcLoss(
          x,
          toTensor([
            [1, 2],
            [2, 1],
          ]) as never,
        ),
      DTypeError,
      /labels must be i32; got f32/,
    ],
    ["labels of another batch", () => ctcLoss(x, toLabels([[1, 2]])), ShapeError, /labels=\[1, 2\]; set timeMajor/],
    ["labels of rank 3", () => ctcLoss(x, toLabels([[[1], [2]]])), ShapeError, /labels must be \[N, U\], or \[ΣU\]/],
    [
      "concatenated labels without lengths",
      () => ctcLoss(x, toLabels([1, 2])),
      ShapeError,
      /concatenated labels need labelLengths; got labels=\[2\]/,
    ],
    [
      "concatenated labels of another number",
      () => ctcLoss(x, toLabels([1, 2]), { labelLengths: [1, 0] }),
      ShapeError,
      /labelLengths must sum to the number of concatenated labels; got 1 for 2 labels/,
    ],
    [
      "concatenated labels that are no class",
      () => ctcLoss(x, toLabels([1, 2, 7]), { labelLengths: [1, 2] }),
      ShapeError,
      /labels must lie in \[0, 3\); got 7 at \[1, 1\]/,
    ],
    [
      "log-probabilities of rank 2, by their name",
      () => ctcLossFromLogProbs(toTensor([[1, 2]]), y),
      ShapeError,
      /ctcLossFromLogProbs: logProbs must be \[N, T, C\]; got \[1, 2\]/,
    ],
    [
      "arrays of labels",
      () =>
        ctcLoss(x, [
          [1, 2],
          [2, 1],
        ] as never),
      UsageError,
      /labels must be a tensor; got an array/,
    ],
    ["a blank that is no class", refuse({ blank: 3 }), ShapeError, /blank must be a class, in \[0, 3\); got 3/],
    ["a negative blank", refuse({ blank: -1 }), ShapeError, /got -1/],
    [
      "lengths beyond T",
      refuse({ inputLengths: [2, 3] }),
      ShapeError,
      /inputLengths must be whole numbers in \[0, 2\]; got 3 for sequence 1/,
    ],
    [
      "lengths beyond U",
      refuse({ labelLengths: tensor(Int32Array.of(3, 0)) }),
      ShapeError,
      /labelLengths .*got 3 for sequence 0/,
    ],
    ["negative lengths", refuse({ labelLengths: [0, -1] }), ShapeError, /got -1 for sequence 1/],
    ["broken lengths", refuse({ inputLengths: [1.5, 1] }), ShapeError, /got 1.5 for sequence 0/],
    ["too few lengths", refuse({ inputLengths: [2] }), ShapeError, /one length for each of 2 sequences; got \[1\]/],
    ["float lengths", refuse({ inputLengths: toTensor([1, 2]) as never }), DTypeError, /inputLengths must be i32/],
    [
      "labels that are no class",
      () =>
        ctcLoss(
          x,
          toLabels([
            [1, 2],
            [3, 1],
          ]),
        ),
      ShapeError,
      /\[0, 3\); got 3 at \[1, 0\]; labelLengths/,
    ],
    ["unknown reductions", refuse({ reduction: "batchmean" as never }), UsageError, /reduction must be one of/],
  ])("%s", (_, call, type, message) => {
    expect(call).toThrow(type);
    expect(call).toThrow(message);
  });

  it("no padding beyond the label lengths, whatever it holds", () => {
    expect(() =>
      ctcLoss(
        x,
        toLabels([
          [1, -1],
          [7, 9],
        ]),
        { labelLengths: [1, 0] },
      ),
    ).not.toThrow();
  });
});
