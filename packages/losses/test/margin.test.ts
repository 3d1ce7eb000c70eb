/** @file Margin losses against published figures, at their kinks and extremes. */
import { DTypeError, ShapeError, type Tensor, UsageError } from "@adjoint/core";
import { expectClose, type Tolerance, uniforms } from "@adjoint/core/testing";
import { describe, expect, it } from "vitest";
import { useBackend } from "../../../test/support/backend.ts";
import {
  categoricalHinge,
  exponential,
  hinge,
  logistic,
  modifiedHuber,
  multiclassHinge,
  multiclassPerceptron,
  multiLabelMargin,
  multiLabelSoftMargin,
  multiMargin,
  perceptron,
  type SignedLossOptions,
  softMargin,
  squaredHinge,
} from "../src/index.ts";
import { multiLabelPairs } from "../src/margin/multi-label-pairs.ts";
import keras from "./fixtures/keras.json" with { type: "json" };
import optax from "./fixtures/optax.json" with { type: "json" };
import sgd from "./fixtures/sgd-losses.json" with { type: "json" };
import stable from "./fixtures/stable-forms.json" with { type: "json" };
import torch from "./fixtures/torch.json" with { type: "json" };
import { engines } from "./support/backend.ts";
import { evaluate } from "./support/engines.ts";
import { flat, type Numbers, toLabels, toTensor } from "./support/numbers.ts";

useBackend();

const DOUBLE: Tolerance = { rel: 1e-12, abs: 1e-15, reason: "some roundings of double precision" };
const SINGLE: Tolerance = { rel: 1e-6, abs: 2e-7, reason: "some roundings of f32, of inputs too" };

type SignedLoss = (x: Tensor, t: Tensor, options: SignedLossOptions) => Tensor;

/** By the names of scikit-learn. */
const SGD: readonly (readonly [string, SignedLoss])[] = [
  ["hinge_1", hinge],
  ["perceptron(hinge_0)", perceptron],
  ["squared_hinge", squaredHinge],
  ["modified_huber", modifiedHuber],
  ["log", logistic],
];

/** PyTorch overflows; the true losses are these. */
const EXTREME = { loss: [100, 10_000], gradient: [-1, 1] };

describe.each(engines)("margin losses on $name", (engine) => {
  const tolerance = engine.dtype === "f64" ? DOUBLE : SINGLE;
  const toX = (value: Numbers, shape?: number[]): Tensor => toTensor(value, engine.dtype, shape);

  it.each(SGD)("agree with scikit-learn, at kinks too: %s", async (name, loss) => {
    const rows = sgd.cases.find((c) => c.loss === name)?.rows ?? [];
    const column = (i: number) => rows.map((row) => row[i] as number);
    const target = toX(column(1));
    const result = await evaluate(engine, toX(column(0)), (x) => loss(x, target, { reduction: "none" }));
    // scikit-learn rounds the logistic loss beyond 18, and its loss of 17.9 is off by e^−17.9.
    const bound = name === "log" ? { rel: 1e-7, abs: 2e-8, reason: "scikit-learn approximates" } : tolerance;
    expectClose(result.value, column(2), bound);
    expectClose(result.gradient, column(3), bound);
  });

  it("agree with 50 digits: logistic", async () => {
    const rows = stable.cases.find((c) => c.loss.startsWith("soft_margin"))?.rows ?? [];
    const column = (i: number) => rows.map((row) => row[i] as number);
    for (const loss of [logistic, softMargin]) {
      const target = toX(column(1));
      const result = await evaluate(engine, toX(column(0)), (x) => loss(x, target, { reduction: "none" }));
      expectClose(result.value, column(2), tolerance);
      expectClose(result.gradient, column(3), tolerance);
    }
  });

  const torchCases = torch.cases.filter(({ name }) => /^(soft_margin|multilabel|multi_margin)/.test(name));
  it.each(torchCases)("agree with PyTorch: $name", async ({ name, input, args, options, loss, grad_input }) => {
    const target = args[0] as Numbers;
    const { p, margin, weight } = options as { p?: 1 | 2; margin?: number; weight?: Numbers };
    const reduction = Array.isArray(loss) ? "none" : "mean";
    const result = await evaluate(engine, toX(input as Numbers), (x) => {
      if (name.startsWith("soft")) return softMargin(x, toX(target), { reduction });
      if (name === "multilabel_soft_margin") return multiLabelSoftMargin(x, toLabels(target), { reduction });
      if (name.startsWith("multilabel")) return multiLabelMargin(x, toLabels(target), { reduction });
      const weights = weight === undefined ? undefined : toX(weight);
      return multiMargin(x, toLabels(target), { p, margin, weight: weights, reduction });
    });
    const isExtreme = name === "soft_margin_f32_extreme";
    expectClose(result.value, isExtreme ? EXTREME.loss : flat(loss as Numbers), tolerance);
    expectClose(result.gradient, isExtreme ? EXTREME.gradient : flat(grad_input as Numbers), tolerance);
  });

  const kerasCases = keras.cases.filter((c) => /^(hinge|squared_hinge|categorical_hinge)$/.test(c.loss));
  it.each(kerasCases)("agree with Keras: $loss $reduction", async (c) => {
    const [x, t] = [toX(c.y_pred as Numbers), toX(c.y_true as Numbers)];
    const losses = {
      hinge: () => hinge(x, t, { coding: "binary", reduction: "none" }).mean(-1),
      squared_hinge: () => squaredHinge(x, t, { coding: "binary", reduction: "none" }).mean(-1),
      categorical_hinge: () => categoricalHinge(x, t, { reduction: "none" }),
    };
    const rows = losses[c.loss as keyof typeof losses]();
    const [result = []] = await engine.read(c.reduction === "none" ? rows : rows.mean());
    expectClose(result, flat(c.float64 as Numbers), tolerance);
  });

  const optaxCases = optax.cases.filter((c) => /^multiclass_(hinge|perceptron)/.test(c.loss));
  it.each(optaxCases)("agree with optax: $loss", async ({ loss, args, float64 }) => {
    const { scores, labels } = args as { scores: Numbers; labels: Numbers };
    const chosen = loss.includes("hinge") ? multiclassHinge : multiclassPerceptron;
    const [losses = []] = await engine.read(chosen(toX(scores), toLabels(labels), { reduction: "none" }));
    expectClose(losses, flat(float64 as Numbers), tolerance);
  });

  it("pass their gradients on at the margin", async () => {
    const at = async (x: Numbers, loss: (x: Tensor) => Tensor) => (await evaluate(engine, toX(x), loss)).gradient;
    expect(await at([[1, 0]], (x) => multiclassHinge(x, toLabels([0])))).toEqual([-1, 1]);
    expect(await at([[1, 1]], (x) => multiclassPerceptron(x, toLabels([0])))).toEqual([-1, 1]);
    expect(await at([[1, 0]], (x) => multiMargin(x, toLabels([0])))).toEqual([-0.5, 0.5]);
    expect(await at([[2, 1]], (x) => multiLabelMargin(x, toLabels([[0, -1]])))).toEqual([-0.5, 0.5]);
    expect(await at([[-1, 0]], (x) => categoricalHinge(x, toX([[0, 1]])))).not.toEqual([0, 0]);
  });

  it("take infinite scores and great ones without NaN", async () => {
    const x = toX(["inf", "-inf", 1e30, -1e30]);
    const t = toX([1, 1, 1, 1]);
    const logits = await evaluate(engine, x, (given) => logistic(given, t, { reduction: "none" }));
    expectClose(logits.value, [0, Number.POSITIVE_INFINITY, 0, 1e30], SINGLE);
    expectClose(logits.gradient, [0, -1, 0, -1], SINGLE);
    const huber = await evaluate(engine, x, (given) => modifiedHuber(given, t, { reduction: "none" }));
    expectClose(huber.value, [0, Number.POSITIVE_INFINITY, 0, 4e30], SINGLE);
    expectClose(huber.gradient, [0, -4, 0, -4], SINGLE);
  });

  it("take either coding, weights, and labels of any dtype", async () => {
    const x = toX([0.5, -2, 3]);
    const [signed, binary, ints, weighed] = await engine.read(
      exponential(x, toX([1, -1, 1]), { reduction: "none" }),
      exponential(x, toX([1, 0, 1]), { reduction: "none", coding: "binary" }),
      exponential(x, toLabels([1, -1, 1]), { reduction: "none" }),
      exponential(x, toX([1, -1, 1]), { weight: toX([3, 0, 0]) }),
    );
    expectClose(signed ?? [], [-0.5, -2, -3].map(Math.exp), tolerance);
    expect(binary).toEqual(signed);
    expect(ints).toEqual(signed);
    expectClose(weighed ?? [], [Math.exp(-0.5)], tolerance);
  });

  it("count labels that occur twice, and rows without labels", async () => {
    const x = toX([
      [0.1, 0.2, 0.4],
      [1, 2, 3],
    ]);
    const t = toLabels([
      [2, 2, -1],
      [-1, 0, 1],
    ]);
    const [losses = []] = await engine.read(multiLabelMargin(x, t, { reduction: "none" }));
    expectClose(losses, [(2 * (0.7 + 0.8)) / 3, 0], SINGLE);
  });

  it("take all pairs of many classes in one kernel as primitives do", async () => {
    const [rows, classes] = [6, 70];
    const table = (at: (row: number, place: number) => number): number[][] =>
      Array.from({ length: rows }, (_, row) => Array.from({ length: classes }, (_, place) => at(row, place)));
    const numbers = uniforms(5, rows * classes, -2, 2);
    const x = toX(table((row, place) => numbers[row * classes + place] ?? 0));
    // Rows have 0, 4, 8 … labels, some of them twice, and behind the end numbers that are no classes.
    const countOf = (row: number): number => (row === 0 ? 0 : 2 ** (row + 1));
    const labelAt = (row: number, place: number): number =>
      place < countOf(row) ? (place * 7 + row) % 37 : place === countOf(row) ? -1 : 999;
    const t = toLabels(table(labelAt));
    const cotangents = toX([1, -2, 0.5, 3, 0, 1]);
    const [fused, plain] = [
      await evaluate(engine, x, (given) => multiLabelMargin(given, t, { reduction: "none" }).mul(cotangents)),
      await evaluate(engine, x, (given) => multiLabelPairs(given, t).mul(cotangents)),
    ];
    expectClose(fused.value, plain.value, tolerance);
    expectClose(fused.gradient, plain.gradient, tolerance);
  });
});

describe("margin losses refuse", () => {
  const x = toTensor([[1, 2]]);
  const labels = toLabels([1]);
  it.each<[string, () => unknown, new (...args: never[]) => Error, RegExp]>([
    ["labels 0 and 1 that should be signed", () => hinge(x, toTensor([[0, 1]])), UsageError, /−1 or 1; got 0 .*binary/],
    [
      "signed labels that should be binary",
      () => hinge(x, toTensor([[-1, 1]]), { coding: "binary" }),
      UsageError,
      /got -1/,
    ],
    ["a coding that is none", () => hinge(x, x, { coding: "bits" as never }), UsageError, /signed or binary/],
    ["bools that should be signed", () => perceptron(x, x.greater(0)), DTypeError, /takes bools/],
    ["other shapes", () => logistic(x, toTensor([1, 1])), ShapeError, /scores=\[1, 2\], target=\[2\]/],
    ["integer scores", () => hinge(labels as never, labels), DTypeError, /scores must hold floats/],
    ["NaN weights", () => hinge(x, toTensor([[1, 1]]), { weight: toTensor(["nan"]) }), UsageError, /must not hold NaN/],
    ["labels that are no class", () => multiMargin(x, toLabels([2])), ShapeError, /\[0, 2\); got 2/],
    ["p of 3", () => multiMargin(x, labels, { p: 3 as never }), UsageError, /p must be 1 or 2/],
    ["labels of another shape", () => multiclassHinge(x, toLabels([0, 1])), ShapeError, /labels would be \[1\]/],
    [
      "listed labels that are no class",
      () => multiLabelMargin(x, toLabels([[2, -1]])),
      ShapeError,
      /got 2 at element 0/,
    ],
    ["targets other than 0 and 1", () => multiLabelSoftMargin(x, toTensor([[0.5, 1]])), UsageError, /got 0.5/],
  ])("%s", (_, call, type, message) => {
    expect(call).toThrow(type);
    expect(call).toThrow(message);
  });
});
