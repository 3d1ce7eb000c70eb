/** @file Adaptive softmax against its definition, and its edges. */
import { DTypeError, ShapeError, type Tensor, UsageError } from "@adjoint/core";
import { expectClose, type Tolerance, uniforms } from "@adjoint/core/testing";
import { describe, expect, it } from "vitest";
import { useBackend } from "../../../test/support/backend.ts";
import { adaptiveLogProbabilities, adaptiveLogSoftmax } from "../src/vocabulary/adaptive-log-softmax.ts";
import { adaptiveShapes } from "../src/vocabulary/adaptive-params.ts";
import { engines } from "./support/backend.ts";
import { evaluate } from "./support/engines.ts";
import { toLabels, toTensor } from "./support/numbers.ts";

useBackend();

const DOUBLE: Tolerance = { rel: 1e-12, abs: 1e-14, reason: "some roundings of double precision" };
const SINGLE: Tolerance = { rel: 3e-6, abs: 1e-6, reason: "some roundings of f32, of inputs too" };

const SHAPES = adaptiveShapes({ features: 4, classes: 9, cutoffs: [3, 6], divValue: 2, headBias: true });
const ROWS = Array.from(uniforms(7, 20, -1, 1));
const LABELS = [0, 4, 8, 2, 5];

const numbers = (seed: number, shape: readonly number[]): number[] =>
  Array.from(
    uniforms(
      seed,
      shape.reduce((a, b) => a * b, 1),
      -2,
      2,
    ),
  );

/** The product of [n, k] and [m, k] transposed, as rows. */
function product(a: readonly number[], b: readonly number[], k: number): number[][] {
  const dot = (i: number, j: number): number => {
    let total = 0;
    for (let c = 0; c < k; c++) total += (a[i * k + c] ?? 0) * (b[j * k + c] ?? 0);
    return total;
  };
  return Array.from({ length: a.length / k }, (_, i) => Array.from({ length: b.length / k }, (_, j) => dot(i, j)));
}

function logSoftmax(row: readonly number[]): number[] {
  const total = Math.log(row.reduce((a, x) => a + Math.exp(x), 0));
  return row.map((x) => x - total);
}

/** log p of all classes, as the definition has it. */
function reference(): number[][] {
  const bias = numbers(2, SHAPES.headBias ?? []);
  const head = product(ROWS, numbers(1, SHAPES.head), 4).map((row) =>
    logSoftmax(row.map((x, i) => x + (bias[i] ?? 0))),
  );
  const tails = SHAPES.tails.map((tail, i) => {
    const hidden = product(ROWS, numbers(3 + i, tail.projection), 4).flat();
    return product(hidden, numbers(5 + i, tail.output), tail.projection[0] ?? 0).map(logSoftmax);
  });
  return head.map((row, n) => [
    ...row.slice(0, 3),
    ...tails.flatMap((tail, i) => (tail[n] ?? []).map((x) => x + (row[3 + i] ?? 0))),
  ]);
}

describe.each(engines)("adaptive softmax on $name", (engine) => {
  const tolerance = engine.dtype === "f64" ? DOUBLE : SINGLE;
  const make = (seed: number, shape: readonly number[]): Tensor =>
    toTensor(numbers(seed, shape), engine.dtype, [...shape]);
  const params = () => ({
    head: make(1, SHAPES.head),
    headBias: make(2, SHAPES.headBias ?? []),
    tails: SHAPES.tails.map(({ projection, output }, i) => ({
      projection: make(3 + i, projection),
      output: make(5 + i, output),
    })),
  });
  const rows = (): Tensor => toTensor(ROWS, engine.dtype, [5, 4]);

  it("has the probabilities of its definition, which sum to 1", async () => {
    const [all = []] = await engine.read(adaptiveLogProbabilities(rows(), params()));
    expectClose(all, reference().flat(), tolerance);
    const [first = 0] = [all.slice(0, 9).reduce((a, x) => a + Math.exp(x), 0)];
    expectClose([first], [1], tolerance);
  });

  it("takes the label's", async () => {
    const expected = reference().map((row, n) => -(row[LABELS[n] ?? 0] ?? 0));
    const [none = [], mean = [], weighed = []] = await engine.read(
      adaptiveLogSoftmax(rows(), toLabels(LABELS), params(), { reduction: "none" }),
      adaptiveLogSoftmax(rows(), toLabels(LABELS), params()),
      adaptiveLogSoftmax(rows(), toLabels(LABELS), params(), {
        weight: toTensor([0, 0, 2, 0, 0], engine.dtype),
        reduction: "sum",
      }),
    );
    expectClose(none, expected, tolerance);
    expectClose(mean, [expected.reduce((a, b) => a + b, 0) / 5], tolerance);
    expectClose(weighed, [2 * (expected[2] ?? 0)], tolerance);
  });

  it("has the gradient of minus the label's log-probability", async () => {
    const byLoss = await evaluate(engine, rows(), (x) =>
      adaptiveLogSoftmax(x, toLabels(LABELS), params(), { reduction: "sum" }),
    );
    const mask = Array.from({ length: 45 }, (_, i) => (LABELS[Math.floor(i / 9)] === i % 9 ? -1 : 0));
    const byAll = await evaluate(engine, rows(), (x) =>
      adaptiveLogProbabilities(x, params())
        .mul(toTensor(mask, engine.dtype, [5, 9]))
        .sum(),
    );
    expectClose(byLoss.gradient, byAll.gradient, tolerance);
  });

  it("is NaN for labels that are no class, where only the device knows them", async () => {
    const labels = toLabels([9, -1, 1, 3, 100]).add(toLabels([0, 0, 0, 0, 0]));
    const [losses = []] = await engine.read(adaptiveLogSoftmax(rows(), labels, params(), { reduction: "none" }));
    expect(losses.map(Number.isNaN)).toEqual([true, true, false, false, true]);
  });
});

describe("adaptive softmax refuses", () => {
  const x = toTensor(ROWS, "f32", [5, 4]);
  const one = (shape: readonly number[]): Tensor => toTensor(numbers(1, shape), "f32", [...shape]);
  const tails = SHAPES.tails.map(({ projection, output }) => ({ projection: one(projection), output: one(output) }));
  const params = { head: one(SHAPES.head), tails };
  it.each<[string, () => unknown, new (...args: never[]) => Error, RegExp]>([
    [
      "labels that are no class",
      () => adaptiveLogSoftmax(x, toLabels([0, 9, 0, 0, 0]), params),
      UsageError,
      /\[0, 9\); got 9 at element 1/,
    ],
    [
      "labels of another count",
      () => adaptiveLogSoftmax(x, toLabels([0]), params),
      ShapeError,
      /labels must be \[N\]; got input=\[5, 4\], labels=\[1\]/,
    ],
    ["float labels", () => adaptiveLogSoftmax(x, one([5]), params), DTypeError, /labels must be i32/],
    [
      "a head of another width",
      () => adaptiveLogSoftmax(x, toLabels(LABELS), { head: one([5, 3]), tails }),
      ShapeError,
      /head must be \[frequent \+ tails, D\]/,
    ],
    [
      "a head without classes",
      () => adaptiveLogProbabilities(x, { head: one([2, 4]), tails }),
      ShapeError,
      /head=\[2, 4\], 2 tails/,
    ],
    [
      "a bias of another length",
      () => adaptiveLogProbabilities(x, { ...params, headBias: one([4]) }),
      ShapeError,
      /headBias must have/,
    ],
    [
      "a tail that does not fit",
      () => adaptiveLogProbabilities(x, { ...params, tails: [{ projection: one([2, 4]), output: one([3, 3]) }] }),
      ShapeError,
      /tails\[0\] must be .* output=\[3, 3\]/,
    ],
    ["vectors", () => adaptiveLogProbabilities(one([4]), params), ShapeError, /input must be \[N, D\]/],
    [
      "cutoffs that fall",
      () => adaptiveShapes({ features: 4, classes: 9, cutoffs: [6, 3] }),
      UsageError,
      /cutoffs \[6, 3\] for 9 classes/,
    ],
    ["no cutoffs", () => adaptiveShapes({ features: 4, classes: 9, cutoffs: [] }), UsageError, /cutoffs must be/],
    ["no features", () => adaptiveShapes({ features: 0, classes: 9, cutoffs: [3] }), UsageError, /features 0/],
  ])("%s", (_, call, type, message) => {
    expect(call).toThrow(type);
    expect(call).toThrow(message);
  });
});
