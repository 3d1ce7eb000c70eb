/** @file Dice and Tversky losses against published and hand-made figures, and their edges. */
import { DTypeError, ShapeError, type Tensor, UsageError } from "@adjoint/core";
import { expectClose, type Tolerance } from "@adjoint/core/testing";
import { describe, expect, it } from "vitest";
import { useBackend } from "../../../test/support/backend.ts";
import { binaryDice, dice, generalizedDice, type TverskyOptions, tversky } from "../src/index.ts";
import keras from "./fixtures/keras.json" with { type: "json" };
import { engines } from "./support/backend.ts";
import { evaluate } from "./support/engines.ts";
import { flat, type Numbers, toLabels, toTensor } from "./support/numbers.ts";

useBackend();

const DOUBLE: Tolerance = { rel: 1e-12, abs: 1e-14, reason: "some roundings of double precision" };
const SINGLE: Tolerance = { rel: 2e-6, abs: 3e-7, reason: "some roundings of f32, of inputs too" };

const sigma = (x: number): number => 1 / (1 + Math.exp(-x));
const total = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

/** As optax has it: overlap and errors of one class, smoothed above and below. */
function smoothDice(p: readonly number[], t: readonly number[], smooth = 1): number {
  const overlap = total(p.map((x, i) => x * (t[i] ?? 0)));
  return 1 - (overlap + smooth) / ((total(p) + total(t)) / 2 + smooth);
}

describe.each(engines)("losses of regions on $name", (engine) => {
  const tolerance = engine.dtype === "f64" ? DOUBLE : SINGLE;
  const toX = (value: Numbers): Tensor => toTensor(value, engine.dtype);

  const cases = keras.cases.filter((c) => c.loss === "dice" || c.loss === "tversky");
  it.each(cases)("agrees with Keras: $loss $options $reduction", async (c) => {
    const { axis, alpha, beta } = c.options as TverskyOptions;
    const [p, t] = [toX(c.y_pred as Numbers), toX(c.y_true as Numbers)];
    const reduction = c.reduction === "none" ? "none" : "mean";
    const loss = c.loss === "dice" ? dice(p, t, { axis, reduction }) : tversky(p, t, { axis, alpha, beta, reduction });
    const [result = []] = await engine.read(loss);
    expectClose(result, flat(c.float64 as Numbers), tolerance);
  });

  const logits = [
    [
      [2, -1, 0.5],
      [0, 1, -0.5],
    ],
    [
      [-3, 0.25, 1],
      [1.5, 1, 0],
    ],
  ];
  const labels = [
    [
      [1, 0, 0],
      [0, 1, 0],
    ],
    [
      [0, 0, 1],
      [0, 1, 0],
    ],
  ];
  const softmax = (row: readonly number[]): number[] => row.map((x) => Math.exp(x) / total(row.map(Math.exp)));
  /** [sample][class] losses as optax has them. */
  const ofClasses = logits.map((sample, n) =>
    [0, 1, 2].map((c) =>
      smoothDice(
        sample.map((row) => softmax(row)[c] ?? 0),
        labels[n]?.map((row) => row[c] ?? 0) ?? [],
      ),
    ),
  );

  it("dice has optax's options: logits, smoothing, classes weighed and left out", async () => {
    const [p, t] = [toX(logits), toX(labels)];
    const given = { applySoftmax: true, axis: 1, smooth: 1, eps: 0 } as const;
    const classWeights = toX([1, 2, 0.5]);
    const [all = [], weighed = [], [foreground] = [], fromProbabilities = []] = await engine.read(
      dice(p, t, { ...given, reduction: "none" }),
      dice(p, t, { ...given, classWeights, reduction: "none" }),
      dice(p, t, { ...given, classWeights, ignoreBackground: true }),
      dice(toX(logits.map((sample) => sample.map(softmax))), t, { ...given, applySoftmax: false, reduction: "none" }),
    );
    expectClose(all, ofClasses.flat(), tolerance);
    expectClose(fromProbabilities, ofClasses.flat(), tolerance);
    const expected = ofClasses.map((row) => row.map((x, c) => x * ([1, 2, 0.5][c] ?? 0)));
    expectClose(weighed, expected.flat(), tolerance);
    expectClose([foreground ?? 0], [total(expected.flatMap((row) => row.slice(1))) / 4], tolerance);
  });

  it("dice finds classes along any axis, and takes the sigmoid of one class", async () => {
    const [p, t] = [toX(logits).permute([0, 2, 1]), toX(labels).permute([0, 2, 1])];
    const given = { applySoftmax: true, classAxis: 1, axis: 2, smooth: 1, eps: 0 } as const;
    const [moved = []] = await engine.read(dice(p, t, { ...given, ignoreBackground: true, reduction: "none" }));
    expectClose(
      moved,
      ofClasses.flatMap((row) => row.slice(1)),
      tolerance,
    );
    const [single = []] = await engine.read(
      dice(toX([[2], [-1]]), toX([[1], [0]]), {
        applySoftmax: true,
        ignoreBackground: true,
        axis: 0,
        reduction: "none",
      }),
    );
    expectClose(single, [1 - (2 * sigma(2)) / (sigma(2) + sigma(-1) + 1 + 1e-7)], tolerance);
  });

  it("tversky weighs false positives and false negatives", async () => {
    const result = await evaluate(engine, toX([0.5, 1, 0.5]), (x) =>
      tversky(x, toX([1, 1, 0]), { alpha: 0.2, beta: 0.8, eps: 0 }),
    );
    // The overlap is 1.5, both errors are 0.5, so the denominator is 2.
    expectClose(result.value, [0.25], tolerance);
    const slope = (t: number): number => (0.2 * (1 - t) - 0.8 * t) / 2 - (0.5 * (t + 0.2 * (1 - t) - 0.8 * t)) / 4;
    expectClose(result.gradient, [slope(1), slope(1), slope(0)], tolerance);
  });

  it("binaryDice takes samples one by one, and generalizedDice weighs rare classes more", async () => {
    const x = [
      [2, -1, 0],
      [0.5, 1, -3],
    ];
    const t = [
      [1, 0, 1],
      [0, 0, 0],
    ];
    const expected = x.map((row, n) => smoothDice(row.map(sigma), t[n] ?? []));
    const [losses = [], [plain] = []] = await engine.read(
      binaryDice(toX(x), toX(t), { reduction: "none" }),
      binaryDice(toX([[0.5, 1]]), toX([[1, 1]]), { applySigmoid: false, smooth: 0, eps: 0.5 }),
    );
    expectClose(losses, expected, tolerance);
    expectClose([plain ?? 0], [1 - 3 / 4], tolerance);

    const counts = [1, 2, 1].map((n) => 1 / (n * n + 1e-7));
    const weights = counts.map((w) => (3 * w) / total(counts));
    const generalized = ofClasses.map((row) => row.map((loss, c) => loss * (weights[c] ?? 0)));
    const [none = [], [mean] = [], [foreground] = []] = await engine.read(
      generalizedDice(toX(logits), toX(labels), { reduction: "none" }),
      generalizedDice(toX(logits), toX(labels)),
      generalizedDice(toX(logits), toX(labels), { ignoreBackground: true }),
    );
    expectClose(none, generalized.flat(), tolerance);
    expectClose([mean ?? 0], [total(generalized.flat()) / 6], tolerance);
    expectClose([foreground ?? 0], [total(generalized.flatMap((row) => row.slice(1))) / 4], tolerance);
    const [[moved] = []] = await engine.read(
      generalizedDice(toX(logits).permute([0, 2, 1]), toX(labels).permute([0, 2, 1]), { classAxis: 1 }),
    );
    expectClose([moved ?? 0], [mean ?? 0], tolerance);
  });

  it("keeps the digits of a good match, where 1 − overlap has none", async () => {
    // 1 − p is 2.06e-9 each, of which 1 − (…) leaves nothing in f32 and half of the digits in f64.
    const miss = sigma(-20);
    const bound: Tolerance = { rel: 3e-6, reason: "some roundings, of e^-20 too" };
    for (const smooth of [0, 1]) {
      const result = await evaluate(engine, toX([[20, 20, -20]]), (x) => binaryDice(x, toX([[1, 1, 0]]), { smooth }));
      expectClose(result.value, [(1.5 * miss) / (2 - 0.5 * miss + smooth)], bound);
      expect(result.gradient[0]).toBeLessThan(0);
    }
  });

  it("has stated values for empty regions", async () => {
    const zeros = toX([[0, 0]]);
    const [[byEps] = [], [bySmooth] = [], [without] = []] = await engine.read(
      dice(zeros, zeros),
      dice(zeros, zeros, { smooth: 1, eps: 0 }),
      dice(zeros, zeros, { eps: 0 }),
    );
    expect([byEps, bySmooth, without]).toEqual([1, 0, 1]);
    const result = await evaluate(engine, zeros, (x) => tversky(x, zeros, { eps: 0 }));
    expect(result).toEqual({ value: [1], gradient: [0, 0] });
    const [nothing = []] = await engine.read(
      binaryDice(toTensor([], engine.dtype, [0, 2]), toTensor([], engine.dtype, [0, 2])),
    );
    expect(nothing).toEqual([Number.NaN]);
  });

  it("weighs losses, and reduces them", async () => {
    const [p, t] = [
      toX([
        [1, 0],
        [1, 1],
      ]),
      toX([
        [1, 1],
        [0, 1],
      ]),
    ];
    const given = { axis: 1, eps: 0 };
    const [none = [], sum = [], mean = []] = await engine.read(
      dice(p, t, { ...given, reduction: "none", weight: toX([3, 1]) }),
      dice(p, t, { ...given, reduction: "sum" }),
      dice(p, t, given),
    );
    expectClose([...none, ...sum, ...mean], [1, 1 / 3, 2 / 3, 1 / 3], tolerance);
  });
});

describe("losses of regions refuse", () => {
  const x = toTensor([
    [1, 0],
    [0, 1],
  ]);
  it.each<[string, () => unknown, new (...args: never[]) => Error, RegExp]>([
    ["other shapes", () => dice(x, toTensor([1, 0])), ShapeError, /dice: shapes must be equal/],
    [
      "integers",
      () =>
        dice(
          x,
          toLabels([
            [1, 0],
            [0, 1],
          ]) as never,
        ),
      DTypeError,
      /target must hold floats/,
    ],
    ["no such axis", () => dice(x, x, { axis: 2 }), ShapeError, /axis must be an integer/],
    ["a negative eps", () => dice(x, x, { eps: -1 }), UsageError, /eps must be a finite number ≥ 0; got -1/],
    ["a negative smooth", () => binaryDice(x, x, { smooth: -1 }), UsageError, /binaryDice: smooth must be/],
    ["a negative alpha", () => tversky(x, x, { alpha: -1 }), UsageError, /tversky: alpha must be/],
    ["NaN as beta", () => tversky(x, x, { beta: Number.NaN }), UsageError, /beta must be .* got NaN/],
    [
      "class weights without classes",
      () => dice(x, x, { classWeights: toTensor([1, 2]) }),
      ShapeError,
      /need a loss for each class; got a region that extends over the class axis 1; name the other axes/,
    ],
    [
      "class weights of another count",
      () => dice(x, x, { axis: 0, classWeights: toTensor([1, 2, 3]) }),
      ShapeError,
      /classWeights=\[3\] for 2 classes/,
    ],
    [
      "NaN weights",
      () => dice(x, x, { axis: 0, classWeights: toTensor(["nan", 1]) }),
      UsageError,
      /classWeights must not hold NaN/,
    ],
    ["scalars", () => binaryDice(toTensor(1), toTensor(1)), ShapeError, /first axis is that of the samples/],
    [
      "classes along the samples",
      () => generalizedDice(x, x, { classAxis: 0 }),
      ShapeError,
      /another that of the classes; got \[2, 2\]/,
    ],
  ])("%s", (_, call, type, message) => {
    expect(call).toThrow(type);
    expect(call).toThrow(message);
  });
});
