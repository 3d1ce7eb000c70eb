/** @file The CTC kernels against double precision, run by the kernel interpreter: no backend takes part. */
import { describe, expect, it } from "vitest";
import { ctcGradientProgram } from "../src/ctc/gradient-program.ts";
import { CTC_LIMITS, type CtcLimits } from "../src/ctc/kernels.ts";
import { ctcLossProgram } from "../src/ctc/loss-program.ts";
import { layOut } from "../src/ctc/window.ts";
import { referenceCtc } from "./support/reference-ctc.ts";
import { runProgram } from "./support/run-program.ts";

interface Problem {
  readonly logits: readonly (readonly (readonly number[])[])[];
  readonly labels: readonly (readonly number[])[];
  readonly inputLengths: readonly number[];
  readonly labelLengths: readonly number[];
  readonly blank?: number;
}

/** Numbers in (−scale, scale), the same each time. */
function noise(seed: number, scale: number): () => number {
  let state = seed * 2654435761 + 1;
  return () => {
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9;
    return (((state >>> 0) / 2 ** 32) * 2 - 1) * scale;
  };
}

function randomProblem(items: number, frames: number, labels: number, classes: number, scale: number): Problem {
  const next = noise(items * 31 + frames * 7 + labels * 3 + classes, scale);
  const label = (): number => Math.floor(((next() / scale + 1) / 2) * (classes - 1)) + 1;
  return {
    logits: Array.from({ length: items }, () =>
      Array.from({ length: frames }, () => Array.from({ length: classes }, next)),
    ),
    labels: Array.from({ length: items }, () => Array.from({ length: labels }, label)),
    inputLengths: Array.from({ length: items }, (_, n) => frames - n),
    labelLengths: Array.from({ length: items }, (_, n) => Math.max(0, labels - 2 * n)),
  };
}

function run(problem: Problem, limits: CtcLimits = CTC_LIMITS, input: "logits" | "logProbs" = "logits") {
  const { logits, labels, inputLengths, labelLengths, blank = 0 } = problem;
  const [items, frames, classes, count] = [
    logits.length,
    logits[0]?.length ?? 0,
    logits[0]?.[0]?.length ?? 0,
    labels[0]?.length ?? 0,
  ];
  const sizes = { items, frames, classes, labels: count, itemStride: frames * classes, frameStride: classes, blank };
  const x = Float32Array.from(logits.flat(2));
  const y = Int32Array.from(labels.flat());
  const lengths = [Int32Array.from(inputLengths), Int32Array.from(labelLengths)];
  const given = { hasInput: true, hasLabel: true };
  const layout = layOut(sizes, limits.bytes);
  const variant = { sizes, layout, given, input, limits };
  const program = ctcLossProgram(variant, Number.POSITIVE_INFINITY);
  const [loss = [], ...saved] = runProgram(program, [x, y, ...lengths]);
  const reduction = { scale: 1, isPerLabel: false };
  const use = { reduction, source: "number", composite: () => [] } as const;
  const gradientProgram = ctcGradientProgram(variant, [items, frames, classes], use);
  const [gradient = []] = runProgram(gradientProgram, [x, y, 1, ...saved, ...lengths]);
  return { loss: Array.from(loss), gradient: Array.from(gradient), x, windows: layout.windows };
}

function expected(problem: Problem, x: Float32Array) {
  const classes = problem.logits[0]?.[0]?.length ?? 0;
  const frames = problem.logits[0]?.length ?? 0;
  const results = problem.labels.map((labels, n) => {
    const rows = Array.from({ length: problem.inputLengths[n] ?? 0 }, (_, t) =>
      Array.from(x.subarray((n * frames + t) * classes, (n * frames + t + 1) * classes)),
    );
    return referenceCtc(rows, labels.slice(0, problem.labelLengths[n]), problem.blank);
  });
  const pad = (rows: readonly (readonly number[])[]): number[] => [
    ...rows.flat(),
    ...new Array<number>((frames - rows.length) * classes).fill(0),
  ];
  return { loss: results.map((r) => r.loss), gradient: results.flatMap((r) => pad(r.gradient)) };
}

const largestDifference = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((worst, value, i) => Math.max(worst, value === b[i] ? 0 : Math.abs(value - (b[i] ?? Number.NaN))), 0);

describe("ctc kernels", () => {
  const sizes: readonly (readonly [number, number, number, number, number])[] = [
    [1, 1, 1, 2, 1],
    [3, 6, 3, 4, 2],
    [2, 40, 7, 5, 4],
    [2, 50, 31, 6, 4],
    [1, 35, 12, 3, 30],
  ];
  it.each(sizes)("agree with double precision for N=%i T=%i U=%i C=%i, logits ±%i", (...size) => {
    const problem = randomProblem(...size);
    const { loss, gradient, x } = run(problem);
    const reference = expected(problem, x);
    loss.forEach((value, n) => {
      const right = reference.loss[n] ?? Number.NaN;
      if (right === Number.POSITIVE_INFINITY) expect(value).toBe(right);
      // A loss is a sum of rounded logarithms: half an ulp of each logit's size per frame, and of the result.
      else expect(Math.abs(value - right)).toBeLessThan(1e-6 * (size[4] + right));
    });
    // Softmax and occupancy are both rounded relatively; a probability is at most 1.
    expect(largestDifference(gradient, reference.gradient)).toBeLessThan(1e-6 * Math.max(1, size[4] / 4));
  });

  it("work in buffers where a target exceeds shared memory, with the same bits", () => {
    const problem = randomProblem(2, 40, 7, 5, 4);
    const { loss, gradient } = run(problem);
    const other = run(problem, { ...CTC_LIMITS, positions: 8, weights: 7 });
    expect(other.loss).toEqual(loss);
    expect(other.gradient).toEqual(gradient);
  });

  it.each(["logits", "logProbs"] as const)("work window by window where states exceed a buffer, from %s", (input) => {
    const problem = randomProblem(3, 40, 7, 5, 4);
    const lengths = { inputLengths: [40, 0, 17], labelLengths: [7, 2, 0] };
    for (const [rows, windows] of [
      [7, 6],
      [10, 4],
      [39, 2],
    ]) {
      for (const limits of [CTC_LIMITS, { ...CTC_LIMITS, positions: 8, weights: 7 }]) {
        const whole = run({ ...problem, ...lengths }, limits, input);
        const bytes = (rows ?? 0) * 3 * 32 * 9;
        const cut = run({ ...problem, ...lengths }, { ...limits, bytes }, input);
        expect(cut.windows).toBe(windows);
        expect(cut.gradient).toEqual(whole.gradient);
        // Units of log-probabilities are added up in another order.
        const bound = input === "logits" ? 0 : 1e-4;
        cut.loss.forEach((value, n) => {
          const right = whole.loss[n] ?? Number.NaN;
          expect(value === right ? 0 : Math.abs(value - right)).toBeLessThanOrEqual(bound);
        });
      }
    }
  });
});
