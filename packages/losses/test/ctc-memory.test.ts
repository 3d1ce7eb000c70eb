/** @file CTC of long sequences and targets: beyond shared memory, and beyond what one buffer holds. */
import { tensor } from "@adjoint/core";
import { expectClose, type Tolerance } from "@adjoint/core/testing";
import { describe, expect, it } from "vitest";
import { testedBackend, useBackend } from "../../../test/support/backend.ts";
import { checkCtcProblem } from "../src/ctc/check-problem.ts";
import { fusedCtcLoss } from "../src/ctc/fused.ts";
import { BUFFER_BUDGET, layOut } from "../src/ctc/window.ts";
import { ctcLoss } from "../src/index.ts";
import { labelsBelow, normal } from "./support/draw.ts";
import { device, evaluate } from "./support/engines.ts";
import { toTensor } from "./support/numbers.ts";

useBackend();

/** log Γ(n + 1), by Stirling's series. */
const logFactorial = (n: number): number =>
  n < 10
    ? Math.log(Array.from({ length: n }, (_, i) => i + 1).reduce((a, b) => a * b, 1))
    : n * Math.log(n) - n + Math.log(2 * Math.PI * n) / 2 + 1 / (12 * n) - 1 / (360 * n ** 3);
const logBinomial = (n: number, m: number): number => logFactorial(n) - logFactorial(m) - logFactorial(n - m);

/** Of uniform logits, and labels of which no two neighbours are equal: binomial(T + U, 2U) paths of equal weight. */
const uniformLoss = (frames: number, count: number, classes: number): number =>
  frames * Math.log(classes) - logBinomial(frames + count, 2 * count);

const alternating = (count: number): Int32Array => Int32Array.from({ length: count }, (_, u) => 1 + (u % 2));

async function checkUniform(frames: number, count: number): Promise<void> {
  const labels = tensor(alternating(count), { shape: [1, count] });
  const x = tensor(new Float32Array(frames * 3), { shape: [1, frames, 3] });
  const { value, gradient } = await evaluate(device, x, (y) => ctcLoss(y, labels, { reduction: "sum" }));
  const right = uniformLoss(frames, count, 3);
  expect(Math.abs((value[0] ?? 0) / right - 1)).toBeLessThan(1e-6);
  // Read backward, targets of odd length are the same.
  let [worstSum, worstMirror] = [0, 0];
  for (let t = 0; t < frames; t++) {
    const row = gradient.slice(3 * t, 3 * t + 3);
    const mirror = gradient.slice(3 * (frames - 1 - t), 3 * (frames - t));
    worstSum = Math.max(worstSum, Math.abs(row.reduce((a, b) => a + b, 0)));
    worstMirror = Math.max(worstMirror, ...row.map((slope, c) => Math.abs(slope - (mirror[c] ?? Number.NaN))));
  }
  expect(worstSum).toBeLessThan(1e-6);
  expect(worstMirror).toBeLessThan(2e-6);
}

describe("ctcLoss of long sequences", () => {
  it("takes 1,500 labels, beyond shared memory", async () => {
    // A software adapter needs half a minute for all of them.
    if (testedBackend() === "cpu") return checkUniform(1561, 1501);
    const labels = tensor(alternating(1500), { shape: [1, 1500] });
    const x = () => tensor(normal(8, 100 * 3), { shape: [1, 100, 3] });
    const right = await evaluate(device, x(), (y) => ctcLoss(y, tensor(alternating(60), { shape: [1, 60] })));
    const result = await evaluate(device, x(), (y) => ctcLoss(y, labels, { labelLengths: [60] }));
    // Rows of more lanes are summed in another order.
    const nearby: Tolerance = { rel: 2e-6, abs: 2e-6, reason: "f32 sums in another order" };
    expectClose(result.value, right.value, nearby);
    expectClose(result.gradient, right.gradient, nearby);
  });

  // A software adapter of WebGPU takes minutes for these.
  if (testedBackend() === "cpu") {
    it("takes targets whose states exceed what a buffer holds", async () => {
      const [frames, count] = [2101, 2001];
      const sizes = { items: 1, frames, classes: 3, labels: count, itemStride: 0, frameStride: 3, blank: 0 };
      expect(layOut(sizes).windows).toBeGreaterThan(1);
      await checkUniform(frames, count);
    });

    it("takes rows of 4,000 labels", async () => {
      const labels = tensor(alternating(4000), { shape: [1, 4000] });
      const x = () => tensor(normal(8, 1049 * 3), { shape: [1, 1049, 3] });
      const few = tensor(alternating(50), { shape: [1, 50] });
      const right = await evaluate(device, x(), (y) => ctcLoss(y, few));
      const result = await evaluate(device, x(), (y) => ctcLoss(y, labels, { labelLengths: [50] }));
      expect(result).toEqual(right);
    });
  }

  it("takes thousands of frames", () => checkUniform(testedBackend() === "cpu" ? 20_000 : 3000, 15));

  it("keeps every buffer of 20,000 frames and 4,000 labels within what all devices bind", () => {
    for (const items of [1, 4, 5, 64]) {
      const sizes = { items, frames: 20_000, classes: 32, labels: 4000, itemStride: 0, frameStride: 32, blank: 0 };
      const { rows, windows, group } = layOut(sizes);
      expect(rows * windows).toBeGreaterThanOrEqual(20_000);
      expect((windows - 1) * rows).toBeLessThan(20_000);
      for (const frames of [rows, windows]) expect(group * frames * 32 * 4002).toBeLessThanOrEqual(BUFFER_BUDGET);
    }
  });
});

describe("cut to fit, ctcLoss", () => {
  const [items, frames, count, classes] = [5, 23, 4, 6];
  const data = normal(5, items * frames * classes, 3);
  const labels = () => tensor(labelsBelow(6, items * count, classes), { shape: [items, count] });
  const lengths = { inputLengths: [23, 7, 0, 22, 12], labelLengths: [4, 0, 1, 3, 4] };
  /** Bytes of the states of one frame of one sequence. */
  const row = 32 * (count + 2);

  it.each([
    [row * 23 * 2, "two sequences, whole", "mean"],
    [row * 5 * 5, "windows of all sequences", "mean"],
    [row * 5 * 2, "windows of two sequences", "sum"],
    [row * 7, "windows of one sequence", "none"],
    [1, "the least there is", "mean"],
  ] as const)("has the same bits: %i bytes, %s", async (budget, _, reduction) => {
    for (const isTimeMajor of [false, true]) {
      const shape = isTimeMajor ? [frames, items, classes] : [items, frames, classes];
      const run = (bytes: number | undefined) =>
        evaluate(device, tensor(data, { shape }), (x) => {
          const options = { ...lengths, timeMajor: isTimeMajor };
          const problem = checkCtcProblem({ op: "ctcLoss", input: "logits" }, x, labels(), options);
          return fusedCtcLoss(problem, reduction, bytes);
        });
      expect(await run(budget)).toEqual(await run(undefined));
    }
  });

  it("carries a cotangent for each sequence", async () => {
    const factors = toTensor([1, -2, 3, 0, 0.5]);
    const run = (bytes: number | undefined) =>
      evaluate(device, tensor(data, { shape: [items, frames, classes] }), (x) => {
        const problem = checkCtcProblem({ op: "ctcLoss", input: "logits" }, x, labels(), {
          ...lengths,
          zeroInfinity: true,
        });
        return fusedCtcLoss(problem, "none", bytes).mul(factors).sum();
      });
    expect(await run(row * 5 * 2)).toEqual(await run(undefined));
  });
});
