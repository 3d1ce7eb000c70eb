/** @file Losses of classes against published figures, and where they are better than their models. */
import { logSoftmax, ShapeError, type Tensor, UsageError } from "@adjoint/core";
import { expectClose, type Tolerance } from "@adjoint/core/testing";
import { describe, expect, it } from "vitest";
import { useBackend } from "../../../test/support/backend.ts";
import {
  binaryCrossEntropy,
  categoricalCrossEntropy,
  categoricalFocal,
  crossEntropy,
  focal,
  generalizedCrossEntropy,
  nll,
  polyLoss,
  smoothLabels,
} from "../src/index.ts";
import keras from "./fixtures/keras.json" with { type: "json" };
import optax from "./fixtures/optax.json" with { type: "json" };
import torch from "./fixtures/torch.json" with { type: "json" };
import { engines } from "./support/backend.ts";
import { evaluate } from "./support/engines.ts";
import { flat, type Numbers, toLabels, toTensor } from "./support/numbers.ts";

useBackend();

const DOUBLE: Tolerance = { rel: 1e-9, abs: 1e-12, reason: "PyTorch divides by 1e-12 in f32" };
const SINGLE: Tolerance = { rel: 4e-6, abs: 2e-7, reason: "some roundings of f32, of inputs too" };

interface KerasOptions {
  readonly label_smoothing?: number;
  readonly from_logits?: boolean;
  readonly gamma?: number;
  readonly axis?: number;
  readonly q?: number;
}

type KerasLoss = (x: Tensor, t: Tensor, options: KerasOptions) => Tensor;

const EPS = 1e-7;
/** By the names of Keras, without reduction. */
const KERAS: Readonly<Record<string, KerasLoss>> = {
  binary_crossentropy: (x, t, o) =>
    binaryCrossEntropy(x, t, { reduction: "none", eps: EPS, labelSmoothing: o.label_smoothing }),
  binary_focal_crossentropy: (x, t, o) =>
    focal(x, t, { reduction: "none", gamma: o.gamma, fromLogits: o.from_logits === true }),
  categorical_crossentropy: (x, t, o) =>
    categoricalCrossEntropy(x, t, { reduction: "none", axis: o.axis, labelSmoothing: o.label_smoothing }),
  sparse_categorical_crossentropy: (x, t) => categoricalCrossEntropy(x, t, { reduction: "none" }),
  categorical_focal_crossentropy: (x, t, o) =>
    categoricalFocal(x, t, {
      reduction: "none",
      axis: o.axis,
      labelSmoothing: o.label_smoothing,
      fromLogits: o.from_logits === true,
    }),
  categorical_generalized_cross_entropy: (x, t, o) =>
    generalizedCrossEntropy(x, t, { reduction: "none", q: o.q, fromLogits: false }),
};

/** Keras takes the mean over the last axis before it weighs. */
function rowMeans(values: readonly number[], rows: number): number[] {
  const width = values.length / rows;
  return Array.from({ length: rows }, (_, r) =>
    values.slice(r * width, (r + 1) * width).reduce((a, b) => a + b / width, 0),
  );
}

describe.each(engines)("losses of classes on $name", (engine) => {
  const tolerance = engine.dtype === "f64" ? DOUBLE : SINGLE;
  const toX = (value: Numbers, shape?: number[]): Tensor => toTensor(value, engine.dtype, shape);

  const kerasCases = keras.cases.filter((c) =>
    c.loss in KERAS && !(c.loss.endsWith("categorical_crossentropy") || c.loss === "binary_crossentropy")
      ? true
      : c.loss in KERAS && !("from_logits" in c.options && c.options.from_logits),
  );
  it.each(kerasCases)("agree with Keras: $loss $options $reduction", async (c) => {
    const isElementwise = c.loss.startsWith("binary");
    const isSparse = /sparse|generalized/.test(c.loss);
    const x = toX(c.y_pred as Numbers);
    const t = isSparse ? (toLabels(c.y_true as Numbers) as unknown as Tensor) : toX(c.y_true as Numbers);
    const [losses = []] = await engine.read((KERAS[c.loss] as KerasLoss)(x, t, c.options as KerasOptions));
    const rows = isElementwise ? rowMeans(losses, x.shape[0] ?? 1) : losses;
    const weights = c.sample_weight === null ? [1] : flat(c.sample_weight as Numbers);
    const weighted = rows.map((loss, i) => loss * (weights[i % weights.length] ?? Number.NaN));
    const result = c.reduction === "none" ? weighted : rowMeans(weighted, 1);
    expectClose(result, flat(c.float64 as Numbers), tolerance);
  });

  const optaxCases = optax.cases.filter((c) => c.loss === "poly_loss_cross_entropy");
  it.each(optaxCases)("agree with optax: $loss $options", async ({ args, options, float64 }) => {
    const { logits, labels } = args as { logits: Numbers; labels: Numbers };
    const given = { epsilon: (options as { epsilon: number }).epsilon, reduction: "none" } as const;
    const [losses = []] = await engine.read(polyLoss(toX(logits), toX(labels), given));
    expectClose(losses, flat(float64 as Numbers), tolerance);
  });

  const torchCases = torch.cases.filter(({ name }) => /^(nll|bce$|bce_weight)/.test(name));
  it.each(torchCases)("agree with PyTorch: $name", async ({ name, input, args, options, loss, grad_input }) => {
    const target = args[0] as Numbers;
    const { weight } = options as { weight?: Numbers };
    const given = {
      weight: weight === undefined ? undefined : toX(weight),
      reduction: Array.isArray(loss) ? "none" : "mean",
    } as const;
    const result = await evaluate(engine, toX(input as Numbers), (x) =>
      name.startsWith("nll") ? nll(logSoftmax(x), toLabels(target), given) : binaryCrossEntropy(x, toX(target), given),
    );
    const bound = engine.dtype === "f64" ? { ...DOUBLE, rel: 1e-8 } : SINGLE;
    expectClose(result.value, flat(loss as Numbers), bound);
    expectClose(result.gradient, flat(grad_input as Numbers), bound);
  });

  it("give binary cross-entropy of Keras the figures of f64 in f32 too", async () => {
    const result = await evaluate(engine, toX([1, 0, 1, 0]), (x) =>
      binaryCrossEntropy(x, toX([0, 1, 1, 0]), { eps: EPS, reduction: "none" }),
    );
    const most = -Math.log(EPS);
    expectClose(result.value, [most, most, -Math.log1p(-EPS), -Math.log1p(-EPS)], {
      rel: 2e-7,
      reason: "one rounding",
    });
    expect(result.gradient.map(Math.abs)).toEqual([0, 0, 0, 0]);
  });

  it("keep small probabilities beside 1: log(1 − p) of 1e-8, where f32 has 1 − p = 1", async () => {
    const result = await evaluate(engine, toX([1e-8, 1e-30]), (x) =>
      binaryCrossEntropy(x, toX([0, 0]), { reduction: "none" }),
    );
    expectClose(result.value, [1e-8, 1e-30], { rel: 1e-7, reason: "one rounding, and that of the input" });
    expectClose(result.gradient, [1, 1], { rel: 1e-7, reason: "one rounding" });
  });

  it("give focal losses at infinite logits, and no NaN", async () => {
    for (const gamma of [0, 0.5, 2]) {
      const result = await evaluate(engine, toX(["inf", "inf", "-inf", "-inf"]), (x) =>
        focal(x, toX([1, 0, 0, 1]), { gamma, reduction: "none" }),
      );
      expect(result.value.map(Math.abs)).toEqual([0, Number.POSITIVE_INFINITY, 0, Number.POSITIVE_INFINITY]);
      expect(result.gradient.map((g) => Math.sign(g) + 0)).toEqual([0, 1, 0, -1]);
    }
  });

  it("keep the digits of confident rows: 1 − p of e^−17", async () => {
    const small = Math.log1p(Math.exp(-17));
    const bound: Tolerance = { rel: 2e-6, reason: "some roundings of f32" };
    const x = toX([[0, 17]]);
    const t = toLabels([1]);
    const results = await engine.read(
      categoricalFocal(x, t, { alpha: 1 }),
      polyLoss(x, t),
      generalizedCrossEntropy(x, t),
      focal(toX([17]), toX([1])),
    );
    const mistake = -Math.expm1(-small);
    const right = [small * mistake ** 2, small + 2 * mistake, -2 * Math.expm1(-small / 2), small * mistake ** 2];
    expectClose(results.flat(), right, bound);
  });

  it("turn to cross-entropy in their limits", async () => {
    const x = toX([
      [1, -2, 0.5],
      [0.3, 0.1, 4],
    ]);
    const t = toLabels([2, 0]);
    const [ce, zeroFocal, zeroPoly, smallQ] = await engine.read(
      crossEntropy(x, t),
      categoricalFocal(x, t, { gamma: 0, alpha: 1 }),
      polyLoss(x, t, { epsilon: 0 }),
      generalizedCrossEntropy(x, t, { q: 1e-6 }),
    );
    expectClose(zeroFocal ?? [], ce ?? [], tolerance);
    expectClose(zeroPoly ?? [], ce ?? [], tolerance);
    expectClose(smallQ ?? [], ce ?? [], { rel: 1e-5, reason: "q is not 0" });
  });

  it("give exactly 0, and gradient 0, for ignored rows whatever they hold; 0 for the mean of none", async () => {
    const x = toX([
      ["nan", "inf"],
      ["-inf", "-inf"],
    ]);
    const t = toLabels([-1, -1]);
    const losses: readonly ((x: Tensor) => Tensor)[] = [
      (x) => nll(x, t, { ignoreIndex: -1 }),
      (x) => categoricalCrossEntropy(x, t, { ignoreIndex: -1 }),
      (x) => categoricalFocal(x, t, { ignoreIndex: -1, labelSmoothing: 0.1 }),
      (x) => polyLoss(x, t, { ignoreIndex: -1 }),
      (x) => generalizedCrossEntropy(x, t, { ignoreIndex: -1 }),
    ];
    const onDevice = toX([
      [1, 1],
      [1, 1],
    ]).mul(x); // Checks of numbers on the host are not what is tested.
    for (const loss of losses) {
      const result = await evaluate(engine, onDevice, loss);
      expect(result.value.map(Math.abs)).toEqual([0]);
      expect(result.gradient.map(Math.abs)).toEqual([0, 0, 0, 0]);
    }
  });

  it("smooth labels", async () => {
    const t = toX([
      [1, 0],
      [0, 1],
    ]);
    const [last, first] = await engine.read(smoothLabels(t, 0.2), smoothLabels(t, 1, { axis: 0 }));
    expectClose(last ?? [], [0.9, 0.1, 0.1, 0.9], tolerance);
    expectClose(first ?? [], [0.5, 0.5, 0.5, 0.5], tolerance);
  });
});

describe("losses of classes refuse", () => {
  const x = toTensor([[0.2, 0.8]]);
  const t = toLabels([1]);
  it.each<[string, () => unknown, new (...args: never[]) => Error, RegExp]>([
    [
      "probabilities above 1",
      () => binaryCrossEntropy(toTensor([1.5]), toTensor([1])),
      UsageError,
      /got 1.5 at element 0/,
    ],
    ["targets below 0", () => focal(x, toTensor([[-1, 0]])), UsageError, /target must lie in \[0, 1\]/],
    ["NaN weights", () => nll(x, t, { weight: toTensor(["nan", 1]) }), UsageError, /weight must not hold NaN/],
    ["labels that are no class", () => nll(x, toLabels([2])), ShapeError, /labels must lie in \[0, 2\); got 2/],
    ["a bound above ½", () => categoricalCrossEntropy(x, t, { eps: 0.6 }), UsageError, /eps must lie in/],
    ["a negative gamma", () => categoricalFocal(x, t, { gamma: -1 }), UsageError, /gamma must be a finite number ≥ 0/],
    ["a negative alpha", () => categoricalFocal(x, t, { alpha: -1 }), UsageError, /alpha must be/],
    ["an alpha above 1", () => focal(x, x, { alpha: 2 }), UsageError, /alpha must lie in \[0, 1\]/],
    ["q of 0", () => generalizedCrossEntropy(x, t, { q: 0 }), UsageError, /q must lie in \(0, 1\]/],
    ["an infinite epsilon", () => polyLoss(x, t, { epsilon: Number.NaN }), UsageError, /epsilon must be a finite/],
    ["smoothing above 1", () => smoothLabels(x, 2), UsageError, /alpha must lie/],
    ["weights of another count", () => polyLoss(x, t, { weight: toTensor([1]) }), ShapeError, /weight=\[1\] for 2/],
    ["other shapes", () => binaryCrossEntropy(x, toTensor([1, 0])), ShapeError, /probabilities=\[1, 2\], target=\[2\]/],
    ["float labels", () => nll(x, toTensor([1])), Error, /labels must be i32/],
  ])("%s", (_, call, type, message) => {
    expect(call).toThrow(type);
    expect(call).toThrow(message);
  });
});
