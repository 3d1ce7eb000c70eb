/** @file `rnntLossFromLogProbs`, and what both transducer losses do with batches beyond a buffer and with extremes. */
import { gradcheck, vjp } from "@adjoint/autograd";
import { logSoftmax, type Tensor, tensor } from "@adjoint/core";
import { describe, expect, it } from "vitest";
import { testedBackend, useBackend } from "../../../test/support/backend.ts";
import { rnntLoss, rnntLossFromLogProbs } from "../src/index.ts";
import { fusedRnntLoss } from "../src/transducer/fused.ts";
import { checkRnntProblem } from "../src/transducer/problem.ts";
import { labelsBelow, normal } from "./support/draw.ts";
import { device, evaluate } from "./support/engines.ts";
import { toLabels, toTensor } from "./support/numbers.ts";

useBackend();

const isCpu = testedBackend() === "cpu";
const SHAPE = [3, 4, 3, 4];
const data = normal(21, 3 * 4 * 3 * 4, 2);
const labels = (): Tensor<"i32"> =>
  toLabels([
    [1, 2],
    [3, 3],
    [2, 1],
  ]);
const options = { inputLengths: [4, 2, 1], labelLengths: [2, 1, 0] };

const largestDistance = (a: readonly number[], b: readonly number[]): number => {
  expect(a.length).toBe(b.length);
  return a.reduce((most, x, i) => Math.max(most, x === b[i] ? 0 : Math.abs(x - (b[i] ?? Number.NaN))), 0);
};

describe("rnntLossFromLogProbs", () => {
  it("behind a log-softmax is rnntLoss, value and gradient", async () => {
    const x = (): Tensor => tensor(data, { shape: SHAPE });
    const direct = await evaluate(device, x(), (y) => rnntLoss(y, labels(), { ...options, reduction: "sum" }));
    const around = await evaluate(device, x(), (y) =>
      rnntLossFromLogProbs(logSoftmax(y, 3), labels(), { ...options, reduction: "sum" }),
    );
    expect(largestDistance(around.value, direct.value)).toBeLessThan(1e-5);
    expect(largestDistance(around.gradient, direct.gradient)).toBeLessThan(2e-6);
  });

  it("looks at the blank and the label alone: all else may be NaN, and has gradient exactly 0", async () => {
    // One frame, one label: the label, then the blank.
    const x = [
      [
        [
          [Number.NaN, -0.25, Number.NaN],
          [-1.5, Number.NaN, Number.NaN],
        ],
      ],
    ];
    const { value, gradient } = await evaluate(device, toTensor(x), (y) => rnntLossFromLogProbs(y, toLabels([[1]])));
    expect(value[0]).toBeCloseTo(1.75, 6);
    const unlooked = await evaluate(
      device,
      toTensor([
        [
          [
            [0, -0.25, 0],
            [-1.5, 0, 0],
          ],
        ],
      ]),
      (y) => rnntLossFromLogProbs(y, toLabels([[1]])),
    );
    expect(gradient.map(Math.abs)).toEqual([0, 1, 0, 1, 0, 0]);
    expect(unlooked.gradient.map(Math.abs)).toEqual([0, 1, 0, 1, 0, 0]);
  });

  it("may be negative, for entries that are no logarithms of probabilities", async () => {
    const { value, gradient } = await evaluate(device, toTensor([[[[3, 0]], [[40, 0]]]]), (y) =>
      rnntLossFromLogProbs(y, tensor(new Int32Array(0), { dtype: "i32", shape: [1, 0] })),
    );
    expect(value[0]).toBeCloseTo(-43, 4);
    expect(gradient.map((g) => g + 0)).toEqual([-1, 0, -1, 0]);
  });

  if (isCpu) {
    it("agrees with finite differences of what is passed in, and with its kernels, and so do both options", async () => {
      const x = (): Tensor => toTensor(Array.from(data), "f64", SHAPE);
      const sum = { ...options, reduction: "sum" } as const;
      const few = toTensor(Array.from(data.subarray(0, 3 * 3 * 3)), "f64", [1, 3, 3, 3]);
      await gradcheck((y: Tensor) => rnntLossFromLogProbs(y, toLabels([[1, 2]])), [few]);
      const special = { ...sum, fastEmitLambda: 0.5, clamp: 0.7 };
      for (const given of [sum, special]) {
        const loss = (y: Tensor): Tensor => rnntLossFromLogProbs(y, labels(), given);
        const [right, kernels] = [
          await evaluate(device, x(), loss),
          await evaluate(device, tensor(data, { shape: SHAPE }), loss),
        ];
        expect(largestDistance(kernels.value, right.value)).toBeLessThan(2e-5);
        expect(largestDistance(kernels.gradient, right.gradient)).toBeLessThan(1e-5);
      }
    });
  }
});

describe("a batch beyond one buffer goes group by group", () => {
  const ARGUMENTS = { op: "rnntLoss", input: "logits" } as const;
  it.each(["none", "sum", "mean"] as const)("with the same bits: %s", async (reduction) => {
    const run = async (budget?: number): Promise<number[][]> => {
      const loss = (x: Tensor): Tensor =>
        fusedRnntLoss(checkRnntProblem(ARGUMENTS, x, labels(), options), reduction, budget);
      const [value, pullback] = vjp(loss, tensor(data, { shape: SHAPE }));
      const factors = reduction === "none" ? toTensor([1, -2, 3]) : toTensor(0.5);
      return device.read(value, pullback(factors)[0]);
    };
    const whole = await run();
    expect(whole[1]?.some((g) => Math.abs(g) > 0.1)).toBe(true);
    // 24 bytes for each of (T + U)(U + 1) = 18 nodes: two sequences at once, and one.
    expect(await run(2 * 24 * 18)).toEqual(whole);
    expect(await run(1)).toEqual(whole);
  });
});

describe("rnntLoss of extremes", () => {
  it.each([1e3, 1e30, 3e38])("is finite for logits of ±%f", async (size) => {
    const signs = labelsBelow(5, data.length, 3);
    const x = tensor(
      Float32Array.from(data, (_, i) => (signs[i] === 1 ? size : -size)),
      { shape: SHAPE },
    );
    const { value, gradient } = await evaluate(device, x, (y) => rnntLoss(y, labels(), { reduction: "none" }));
    // Beyond 4.6e7 nothing is possible but at the greatest logit.
    for (const loss of value) expect(loss).toBeGreaterThanOrEqual(0);
    expect(gradient.every((g) => Math.abs(g) <= 2)).toBe(true);
  });

  it("takes one frame, one label, and one class", async () => {
    const single = await evaluate(
      device,
      toTensor([
        [
          [
            [0, 0],
            [0, 0],
          ],
        ],
      ]),
      (y) => rnntLoss(y, toLabels([[1]])),
    );
    expect(single.value[0]).toBeCloseTo(2 * Math.LN2, 6);
    expect(largestDistance(single.gradient, [0.5, -0.5, -0.5, 0.5])).toBeLessThan(1e-6);
    // Blanks and labels are the one class: each way has probability 1, and there are two.
    const certain = await evaluate(
      device,
      toTensor([
        [
          [[7], [7]],
          [[7], [7]],
        ],
      ]),
      (y) => rnntLoss(y, toLabels([[0]])),
    );
    expect(certain.value[0]).toBe(0);
    expect(certain.gradient.map(Math.abs).every((g) => g < 1e-6)).toBe(true);
  });
});
