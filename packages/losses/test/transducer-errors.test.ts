/** @file What `rnntLoss` refuses, and how it says so. */
import { DTypeError, ShapeError, UsageError } from "@adjoint/core";
import { describe, expect, it } from "vitest";
import { type RnntLossOptions, rnntLoss } from "../src/index.ts";
import { toLabels, toTensor } from "./support/numbers.ts";

describe("rnntLoss refuses", () => {
  const x = toTensor(new Array<number>(2 * 3 * 2 * 4).fill(0), "f32", [2, 3, 2, 4]);
  const y = toLabels([[1], [2]]);
  const refuse = (options: RnntLossOptions) => () => rnntLoss(x, y, options);
  it.each<[string, () => unknown, new (...args: never[]) => Error, RegExp]>([
    [
      "logits of rank 3",
      () => rnntLoss(toTensor([[[1]]]), y),
      ShapeError,
      /rnntLoss: logits must be \[N, T, U \+ 1, C\]; got logits=\[1, 1, 1\]/,
    ],
    [
      "targets of another length",
      () =>
        rnntLoss(
          x,
          toLabels([
            [1, 2],
            [1, 2],
          ]),
        ),
      ShapeError,
      /labels must be \[N, U\]/,
    ],
    ["integer logits", () => rnntLoss(toLabels([[[[1]]]]) as never, y), DTypeError, /logits must hold floats/],
    ["float labels", () => rnntLoss(x, toTensor([[1], [2]]) as never), DTypeError, /labels must be i32/],
    ["arrays", () => rnntLoss(x, [[1], [2]] as never), UsageError, /labels must be a tensor/],
    [
      "labels that are no class",
      () => rnntLoss(x, toLabels([[1], [4]])),
      ShapeError,
      /labels must lie in \[0, 4\); got 4 at \[1, 0\]/,
    ],
    ["a blank that is no class", refuse({ blank: -1 }), ShapeError, /blank must be a class/],
    [
      "lengths beyond T",
      refuse({ inputLengths: [4, 1] }),
      ShapeError,
      /inputLengths must be whole numbers in \[0, 3\]/,
    ],
    [
      "lengths beyond U",
      refuse({ labelLengths: [0, 2] }),
      ShapeError,
      /labelLengths must be whole numbers in \[0, 1\]/,
    ],
    [
      "a negative λ",
      refuse({ fastEmitLambda: -1 }),
      UsageError,
      /fastEmitLambda must be a finite number of at least 0; got -1/,
    ],
    ["a λ of NaN", refuse({ fastEmitLambda: Number.NaN }), UsageError, /fastEmitLambda/],
    ["a clamp of 0", refuse({ clamp: 0 }), UsageError, /clamp must be a finite number above 0; got 0/],
    ["unknown reductions", refuse({ reduction: "batchmean" as never }), UsageError, /reduction must be one of/],
  ])("%s", (_, call, type, message) => {
    expect(call).toThrow(type);
    expect(call).toThrow(message);
  });
});
