/** @file Losses of regression against PyTorch, Keras, optax and scikit-learn. */
import type { Tensor } from "@adjoint/core";
import { expectClose, type Tolerance } from "@adjoint/core/testing";
import { describe, expect, it } from "vitest";
import { useBackend } from "../../../../test/support/backend.ts";
import {
  cosineDistance,
  cosineSimilarity,
  epsilonInsensitive,
  gaussianNll,
  huber,
  logCosh,
  mae,
  mape,
  mse,
  msle,
  poissonNll,
  type Reduction,
  smoothL1,
  squaredEpsilonInsensitive,
  type WeightedLossOptions,
} from "../../src/index.ts";
import keras from "../fixtures/keras.json" with { type: "json" };
import optax from "../fixtures/optax.json" with { type: "json" };
import sgd from "../fixtures/sgd-losses.json" with { type: "json" };
import torch from "../fixtures/torch.json" with { type: "json" };
import { engines } from "../support/backend.ts";
import { evaluate } from "../support/engines.ts";
import { flat, type Numbers, shapeOf, toTensor } from "../support/numbers.ts";

useBackend();

const DOUBLE: Tolerance = { rel: 1e-12, abs: 1e-14, reason: "some roundings of double precision" };
const SINGLE: Tolerance = { rel: 2e-6, abs: 4e-7, reason: "some roundings of f32, of inputs near 4 too" };

type Loss = (prediction: Tensor, target: Tensor, options: WeightedLossOptions) => Tensor;

interface TorchOptions {
  readonly reduction?: Reduction;
  readonly delta?: number;
  readonly beta?: number;
  readonly full?: boolean;
  readonly log_input?: boolean;
}

/** By the beginning of the case's name. */
const TORCH: readonly (readonly [string, (options: TorchOptions) => Loss])[] = [
  ["l1_", () => mae],
  [
    "huber_",
    ({ delta }) =>
      (x, t, o) =>
        huber(x, t, { ...o, delta }),
  ],
  [
    "smooth_l1_",
    ({ beta }) =>
      (x, t, o) =>
        smoothL1(x, t, { ...o, beta }),
  ],
  [
    "poisson_nll_",
    ({ log_input, full }) =>
      (x, t, o) =>
        poissonNll(x, t, { ...o, logInput: log_input, full }),
  ],
];

/** PyTorch 1.13 has −1 for the gradient of |e| at 0, but only in this function. */
const SMOOTH_L1_BETA_0 = [-1, 0, 1, 1, -1, 1];

const KERAS: Readonly<Record<string, (options: { delta?: number }) => Loss>> = {
  mean_absolute_error: () => mae,
  mean_absolute_percentage_error: () => mape,
  mean_squared_logarithmic_error: () => msle,
  huber:
    ({ delta }) =>
    (x, t, o) =>
      huber(x, t, { ...o, delta }),
  log_cosh: () => logCosh,
  cosine_similarity: () => cosineSimilarity,
  poisson: () => (x, t, o) => poissonNll(x, t, { ...o, logInput: false, eps: 1e-7 }),
};

const OPTAX: Readonly<Record<string, Loss>> = {
  huber_loss: huber,
  log_cosh: logCosh,
  cosine_distance: cosineDistance,
};

const SGD: Readonly<Record<string, Loss>> = {
  squared_error: (x, t, o) => mse(x, t, { ...o, half: true }),
  "huber_0.1": (x, t, o) => huber(x, t, { ...o, delta: 0.1 }),
  "epsilon_insensitive_0.1": epsilonInsensitive,
  "squared_epsilon_insensitive_0.1": squaredEpsilonInsensitive,
};

describe.each(engines)("regression on $name", (engine) => {
  const tolerance = engine.dtype === "f64" ? DOUBLE : SINGLE;
  const given = (value: Numbers, shape?: number[]): Tensor => toTensor(value, engine.dtype, shape ?? shapeOf(value));

  const torchCases = TORCH.flatMap(([start, make]) =>
    torch.cases.filter(({ name }) => name.startsWith(start)).map((c) => ({ ...c, make })),
  );
  it.each(torchCases)("agrees with PyTorch: $name", async ({ name, make, input, args, options, loss, grad_input }) => {
    const settings = options as TorchOptions;
    const result = await evaluate(engine, given(input as Numbers), (x) =>
      make(settings)(x, given(args[0] as Numbers), { reduction: settings.reduction ?? "none" }),
    );
    expectClose(result.value, flat(loss as Numbers), tolerance);
    const gradient = name === "smooth_l1_beta0" ? SMOOTH_L1_BETA_0 : flat(grad_input as Numbers);
    expectClose(result.gradient, gradient, tolerance);
  });

  const gaussianCases = torch.cases.filter(({ name }) => name.startsWith("gaussian_nll"));
  it.each(gaussianCases)("agrees with PyTorch: $name", async ({ input, args, options, loss, ...gradients }) => {
    const [x, t, variance] = [input, args[0], args[1]].map((value) => given(value as Numbers)) as [
      Tensor,
      Tensor,
      Tensor,
    ];
    const full = (options as TorchOptions | undefined)?.full;
    const { grad_input, grad_var } = gradients as { grad_input?: Numbers; grad_var?: Numbers };
    const result =
      grad_var === undefined
        ? await evaluate(engine, x, (p) => gaussianNll(p, t, variance, { full, reduction: "none" }))
        : await evaluate(engine, variance, (v) => gaussianNll(x, t, v, { reduction: "none" }));
    expectClose(result.value, flat(loss as Numbers), tolerance);
    expectClose(result.gradient, flat((grad_var ?? grad_input) as Numbers), tolerance);
  });

  const kerasCases = keras.cases.filter((c) => KERAS[c.loss] !== undefined);
  it.each(kerasCases)("agrees with Keras: $loss $options $reduction, weights $sample_weight", async (c) => {
    const loss = KERAS[c.loss]?.(c.options as { delta?: number }) as Loss;
    const prediction = given(c.y_pred as Numbers);
    const weights = c.sample_weight as Numbers;
    const weightShape = [...shapeOf(weights), 1, 1].slice(0, Array.isArray(weights) ? prediction.rank : 0);
    const weight = weights === null ? undefined : given(weights, weightShape);
    const reduction = c.reduction === "none" ? "none" : "mean";
    const [values = []] = await engine.read(loss(prediction, given(c.y_true as Numbers), { weight, reduction }));
    const last = prediction.shape[prediction.rank - 1] ?? 1;
    // Keras averages the last axis inside of the loss.
    const samples = Array.from({ length: values.length / last }, (_, i) =>
      values.slice(i * last, (i + 1) * last).reduce((a, b) => a + b / last, 0),
    );
    expectClose(reduction === "none" ? samples : values, flat(c.float64 as Numbers), tolerance);
  });

  const optaxCases = optax.cases.filter((c) => OPTAX[c.loss] !== undefined);
  it.each(optaxCases)("agrees with optax: $loss", async ({ loss, args, float64 }) => {
    const { predictions, targets } = args as { predictions: Numbers; targets?: Numbers };
    const target = given(targets ?? flat(predictions).map(() => 0));
    const [values = []] = await engine.read((OPTAX[loss] as Loss)(given(predictions), target, { reduction: "none" }));
    expectClose(values, flat(float64 as Numbers), tolerance);
  });

  const sgdCases = sgd.cases.filter((c) => SGD[c.loss] !== undefined);
  it.each(sgdCases)("agrees with scikit-learn's SGD: $loss", async ({ loss, rows }) => {
    const column = (i: number): number[] => rows.map((row) => row[i] as number);
    const result = await evaluate(engine, given(column(0)), (x) =>
      (SGD[loss] as Loss)(x, given(column(1)), { reduction: "none" }),
    );
    expectClose(result.value, column(2), tolerance);
    expectClose(result.gradient, column(3), tolerance);
  });
});

it("finds the cases that it is meant for", () => {
  const count = (names: readonly string[], loss: (c: string) => boolean): number => names.filter(loss).length;
  const torchNames = torch.cases.map(({ name }) => name);
  expect(count(torchNames, (name) => TORCH.some(([start]) => name.startsWith(start)))).toBe(14);
  expect(
    count(
      keras.cases.map((c) => c.loss),
      (name) => KERAS[name] !== undefined,
    ),
  ).toBe(19);
  expect(
    count(
      optax.cases.map((c) => c.loss),
      (name) => OPTAX[name] !== undefined,
    ),
  ).toBe(4);
  expect(
    count(
      sgd.cases.map((c) => c.loss),
      (name) => SGD[name] !== undefined,
    ),
  ).toBe(4);
});
