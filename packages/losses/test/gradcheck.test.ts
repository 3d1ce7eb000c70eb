/** @file Gradients of losses against finite differences, in double precision. */
import { gradcheck, type Tensor, tensor } from "adjoint";
import { describe, expect, it } from "vitest";
import { binaryCrossEntropyWithLogits, crossEntropy, ctcComposite, ctcLoss, mse } from "../src/index.ts";
import { toLabels, toTensor } from "./support/numbers.ts";

const wave = (shape: readonly number[], phase = 0): Tensor => {
  const size = shape.reduce((a, b) => a * b, 1);
  return tensor(
    Float64Array.from({ length: size }, (_, i) => 2 * Math.sin(2.3 * i + phase)),
    { dtype: "f64", shape },
  ) as unknown as Tensor;
};

describe("gradients agree with finite differences", () => {
  const labels = toLabels([2, 0, 1]);
  const weight = toTensor([0.5, 1, 2], "f64");
  const probabilities = toTensor(
    [
      [0.2, 0.3, 0.5],
      [1, 0, 0],
      [0, 0.5, 0.5],
    ],
    "f64",
  );
  const targets = toTensor(
    [
      [0, 1, 0.3],
      [1, 0, 0.5],
      [0.9, 0, 1],
    ],
    "f64",
  );
  const sequences = toLabels([
    [1, 2],
    [2, 2],
  ]);
  it.each<[string, (x: Tensor) => Tensor, readonly number[]]>([
    ["mse", (x) => mse(x, targets, { half: true }), [3, 3]],
    ["crossEntropy of labels", (x) => crossEntropy(x, labels), [3, 3]],
    [
      "crossEntropy with all options",
      (x) => crossEntropy(x, labels, { weight, ignoreIndex: 0, labelSmoothing: 0.2 }),
      [3, 3],
    ],
    [
      "crossEntropy along another axis",
      (x) =>
        crossEntropy(
          x,
          toLabels([
            [0, 2],
            [1, 1],
          ]),
          { axis: 1 },
        ),
      [2, 3, 2],
    ],
    ["crossEntropy of probabilities", (x) => crossEntropy(x, probabilities, { weight, labelSmoothing: 0.1 }), [3, 3]],
    [
      "binaryCrossEntropyWithLogits",
      (x) => binaryCrossEntropyWithLogits(x, targets, { posWeight: weight, labelSmoothing: 0.1 }),
      [3, 3],
    ],
    ["ctcLoss", (x) => ctcLoss(x, sequences, { inputLengths: [5, 4] }), [2, 5, 3]],
    [
      "ctcComposite, time-major",
      (x) => ctcComposite(x, sequences, { timeMajor: true, blank: 1, reduction: "sum" }),
      [5, 2, 3],
    ],
  ])("%s", async (_, loss, shape) => {
    const { checked } = await gradcheck(loss, [wave(shape)]);
    expect(checked).toBe(shape.reduce((a, b) => a * b, 1));
  });
});
