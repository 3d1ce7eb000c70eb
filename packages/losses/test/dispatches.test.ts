/** @file How many kernels losses take, with their gradients. */
import { explain, scope, type Tensor, tensor, valueAndGrad } from "adjoint";
import { describe, expect, it } from "vitest";
import { binaryCrossEntropyWithLogits, crossEntropy, ctcLoss, mse } from "../src/index.ts";
import { toLabels, toTensor } from "./support/numbers.ts";

describe("value and gradient together take few kernels", () => {
  const wave = (shape: readonly number[]): Tensor =>
    tensor(
      Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => Math.sin(i)),
      { shape },
    );
  it.each<[string, (x: Tensor) => Tensor, readonly number[], number]>([
    ["mse", (x) => mse(x, wave([8, 5])), [8, 5], 2],
    ["crossEntropy of labels", (x) => crossEntropy(x, toLabels([0, 1, 2, 3, 4, 0, 1, 2])), [8, 5], 2],
    ["crossEntropy of probabilities", (x) => crossEntropy(x, wave([8, 5])), [8, 5], 2],
    // The divisor is a sum over all rows, which the gradient of the first row needs already.
    ["crossEntropy with ignored rows", (x) => crossEntropy(x, toLabels([0, 1, 2, 3]), { ignoreIndex: 2 }), [4, 5], 3],
    ["crossEntropy with weights", (x) => crossEntropy(x, toLabels([0, 1]), { weight: toTensor([1, 2, 3]) }), [2, 3], 3],
    ["binaryCrossEntropyWithLogits", (x) => binaryCrossEntropyWithLogits(x, wave([8, 5])), [8, 5], 2],
    [
      "ctcLoss",
      (x) =>
        ctcLoss(
          x,
          toLabels([
            [1, 2],
            [2, 1],
          ]),
        ),
      [2, 6, 4],
      4,
    ],
    [
      "ctcLoss with lengths",
      (x) =>
        ctcLoss(
          x,
          toLabels([
            [1, 2],
            [2, 1],
          ]),
          { inputLengths: [6, 3], labelLengths: [2, 0] },
        ),
      [2, 6, 4],
      4,
    ],
    [
      "ctcLoss, summed and time-major",
      (x) => ctcLoss(x, toLabels([[1], [2]]), { timeMajor: true, reduction: "sum" }),
      [6, 2, 4],
      4,
    ],
  ])("%s", (_, loss, shape, most) => {
    const dispatches = scope(() => explain(...valueAndGrad(loss)(wave(shape))).dispatches);
    expect(dispatches).toBeGreaterThan(0);
    expect(dispatches).toBeLessThanOrEqual(most);
  });
});
