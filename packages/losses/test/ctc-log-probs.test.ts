/** @file `ctcLossFromLogProbs`: its gradient is that of what was passed in. */
import { logSoftmax, type Tensor, tensor, vjp } from "adjoint";
import { describe, expect, it } from "vitest";
import { useBackend } from "../../../test/support/backend.ts";
import { ctcLoss, ctcLossFromLogProbs } from "../src/index.ts";
import edge from "./fixtures/ctc-edge.json" with { type: "json" };
import published from "./fixtures/ctc-loss.json" with { type: "json" };
import { ctcCases } from "./support/ctc-cases.ts";
import { labelsBelow, normal } from "./support/draw.ts";
import { device, evaluate } from "./support/engines.ts";
import { flat, type Numbers, toLabels, toTensor } from "./support/numbers.ts";
import { referenceCtc } from "./support/reference-ctc.ts";

useBackend();

const closeTo = (actual: readonly number[], expected: readonly number[], bound: number): void => {
  expect(actual.length).toBe(expected.length);
  actual.forEach((x, i) => {
    const right = expected[i] ?? Number.NaN;
    if (x !== right) expect(Math.abs(x - right)).toBeLessThan(bound * Math.max(1, Math.abs(right)));
  });
};

const padded = (targets: readonly (readonly number[])[]): number[][] => {
  const count = Math.max(...targets.map((labels) => labels.length), 1);
  return targets.map((labels) => [...labels, ...new Array<number>(count - labels.length).fill(0)]);
};

interface Figures {
  readonly name: string;
  readonly float64_grad_log_probs_true?: Numbers;
}

describe("ctcLossFromLogProbs", () => {
  const figures = [...published.cases, ...edge.cases] as unknown as readonly Figures[];
  it.each(ctcCases.map((c) => [c.name, c] as const))("agrees with published figures: %s", async (name, c) => {
    const [frames, items, classes] = c.shape;
    const rows = Array.from({ length: frames * items }, (_, i) => c.logits.slice(i * classes, (i + 1) * classes));
    const logProbs = rows.flatMap((row) => {
      const top = Math.max(...row);
      const total = top + Math.log(row.reduce((sum, x) => sum + Math.exp(x - top), 0));
      return row.map((x) => x - total);
    });
    const labelLengths = c.targets.map((labels) => labels.length);
    const options = { inputLengths: c.inputLengths, labelLengths, blank: c.blank, timeMajor: true } as const;
    const labels = toLabels(padded(c.targets));
    const { value, gradient } = await evaluate(device, toTensor(logProbs, "f32", [...c.shape]), (x) =>
      ctcLossFromLogProbs(x, labels, { ...options, reduction: "none" }),
    );
    closeTo(value, c.loss, 2e-6);
    const right = figures.find((figure) => figure.name === name)?.float64_grad_log_probs_true;
    const occupancies = flat(right ?? []);
    if (right !== undefined) closeTo(gradient.slice(0, occupancies.length), occupancies, 2e-6);
    expect(gradient.slice(occupancies.length).every((x) => right === undefined || x === 0)).toBe(true);
  });

  it("gives −occupancy where nothing is normalised, which PyTorch does not", async () => {
    const quirk = edge.cases.find(({ name }) => name === "gradient_quirk_unnormalised_log_probs") as unknown as {
      log_probs_TNC: number[][][];
      true_grad_minus_occupancy: number[][];
    };
    const x = toTensor(quirk.log_probs_TNC);
    const { gradient } = await evaluate(device, x, (y) =>
      ctcLossFromLogProbs(y, toLabels([[1]]), { timeMajor: true, reduction: "sum" }),
    );
    closeTo(gradient, quirk.true_grad_minus_occupancy.flat(), 1e-6);
  });

  it("behind a log-softmax is ctcLoss, at any length", async () => {
    const [frames, count, classes] = [200, 40, 20];
    const data = normal(1, frames * classes, 4);
    const x = () => tensor(data, { shape: [1, frames, classes] });
    const labels = tensor(labelsBelow(2, count, classes), { shape: [1, count] });
    const a = await evaluate(device, x(), (y) => ctcLoss(y, labels));
    const b = await evaluate(device, x(), (y) => ctcLossFromLogProbs(logSoftmax(y), labels));
    closeTo(b.value, a.value, 1e-6);
    // One log-softmax more rounds each log-probability.
    closeTo(b.gradient, a.gradient, 2e-7);
  });

  it("takes numbers of any size", async () => {
    const rows = (shift: number, scale: number) =>
      Array.from({ length: 6 }, (_, t) => Array.from({ length: 3 }, (_, c) => shift + scale * Math.sin(5 * t + 2 * c)));
    for (const [shift, scale] of [
      [0, 1],
      [1000, 1],
      [-1e6, 10],
      [3e7, 100],
      [0, 1e6],
    ] as const) {
      const given = rows(shift, scale).map((row) => row.map(Math.fround));
      const right = referenceCtc(given, [1, 2], 0, true);
      const { value, gradient } = await evaluate(device, toTensor([given]), (x) =>
        ctcLossFromLogProbs(x, toLabels([[1, 2]]), { reduction: "sum" }),
      );
      closeTo(value, [right.loss], 1e-6);
      closeTo(gradient, right.gradient.flat(), 1e-5);
    }
  });

  it("takes −∞ for what is impossible", async () => {
    const given = [
      [Number.NEGATIVE_INFINITY, -0.5, -1],
      [-0.1, -3, Number.NEGATIVE_INFINITY],
    ];
    const { value, gradient } = await evaluate(device, toTensor([given]), (x) =>
      ctcLossFromLogProbs(x, toLabels([[1]]), { reduction: "none" }),
    );
    closeTo(value, [-Math.log(Math.exp(-0.6) + Math.exp(-3.5))], 1e-6);
    const first = Math.exp(-0.6) / (Math.exp(-0.6) + Math.exp(-3.5));
    closeTo(gradient, [0, -1, 0, -first, first - 1, 0], 1e-6);
    const nothing = toTensor([[[-1, -1, -1], new Array<number>(3).fill(Number.NEGATIVE_INFINITY)]]);
    const none = await evaluate(device, nothing, (x) => ctcLossFromLogProbs(x, toLabels([[1]])));
    expect(none).toEqual({ value: [Number.POSITIVE_INFINITY], gradient: new Array<number>(6).fill(0) });
  });

  it("never reads padded frames, and scales by each cotangent", async () => {
    const data = normal(4, 3 * 8 * 4);
    const inputLengths = [8, 3, 0];
    const isPadding = (i: number): boolean => Math.floor(i / 4) % 8 >= (inputLengths[Math.floor(i / 32)] ?? 0);
    const poisoned = data.map((x, i) => (isPadding(i) ? Number.NaN : x));
    const labels = toLabels([
      [1, 2],
      [2, 2],
      [1, 1],
    ]);
    const [value, pullback] = vjp(
      (x: Tensor) => ctcLossFromLogProbs(x, labels, { inputLengths, labelLengths: [2, 2, 0], reduction: "none" }),
      tensor(poisoned, { shape: [3, 8, 4] }),
    );
    const [slope] = pullback(toTensor([3, -2, 1]));
    const [values = [], gradient = []] = await device.read(value, slope);
    const right = [0, 1].map((n) => {
      const rows = Array.from({ length: inputLengths[n] ?? 0 }, (_, t) =>
        Array.from(data.subarray(n * 32 + t * 4, n * 32 + t * 4 + 4)),
      );
      return referenceCtc(
        rows,
        [
          [1, 2],
          [2, 2],
        ][n] ?? [],
        0,
        true,
      );
    });
    closeTo(values, [right[0]?.loss ?? 0, right[1]?.loss ?? 0, 0], 1e-6);
    closeTo(
      gradient.slice(0, 32),
      (right[0]?.gradient.flat() ?? []).map((x) => 3 * x),
      1e-5,
    );
    closeTo(
      gradient.slice(32, 44),
      (right[1]?.gradient.flat() ?? []).map((x) => -2 * x),
      1e-5,
    );
    gradient.forEach((x, i) => {
      if (isPadding(i)) expect(Object.is(Math.abs(x), 0)).toBe(true);
    });
  });
});
