/** @file Gradients of losses of regression against finite differences, in double precision: anywhere, near kinks, far out. */
import { gradcheck, type Tensor } from "adjoint";
import { describe, expect, it } from "vitest";
import {
  cosineDistance,
  cosineSimilarity,
  epsilonInsensitive,
  gammaNll,
  gaussianNll,
  huber,
  logCosh,
  mae,
  mape,
  msle,
  poissonNll,
  quantile,
  rmse,
  rmsle,
  smoothL1,
  squaredEpsilonInsensitive,
  tweedie,
} from "../../src/index.ts";
import { toTensor } from "../support/numbers.ts";

const f64 = (values: number[], shape = [values.length]): Tensor => toTensor(values, "f64", shape);

/** Repeatable numbers in (−1, 1). */
function random(count: number, seed: number): number[] {
  let state = seed;
  return Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
}

type Loss = (x: Tensor, t: Tensor) => Tensor;

/** Errors e at which losses are looked at: on both sides of the kinks at 0, ±0.1, ±0.5, ±1, and far from them. */
const ERRORS = [
  -1e4, -40, -1.001, -0.999, -0.501, -0.499, -0.101, -0.099, -1e-4, 1e-4, 0.099, 0.101, 0.499, 1.001, 700,
];

const OF_ERRORS: readonly (readonly [string, Loss])[] = [
  ["mae", mae],
  ["rmse", rmse],
  ["rmse with eps", (x, t) => rmse(x, t, { eps: 0.1 })],
  ["mape", (x, t) => mape(x, t, { eps: 0.1 })],
  ["huber", huber],
  ["huber, narrow", (x, t) => huber(x, t, { delta: 0.1 })],
  ["smoothL1", (x, t) => smoothL1(x, t, { beta: 0.5 })],
  ["smoothL1 without a rounded tip", (x, t) => smoothL1(x, t, { beta: 0 })],
  ["logCosh", logCosh],
  ["quantile", (x, t) => quantile(x, t, { q: 0.9 })],
  ["epsilonInsensitive", epsilonInsensitive],
  ["squaredEpsilonInsensitive", squaredEpsilonInsensitive],
];

const OF_LOG_MEANS: readonly (readonly [string, Loss])[] = [
  ["poissonNll", poissonNll],
  ["poissonNll, full", (x, t) => poissonNll(x, t, { full: true })],
  ["gammaNll", gammaNll],
  ["gammaNll as deviance", (x, t) => gammaNll(x, t, { deviance: true })],
  ...[-1, 0, 1, 1.01, 1.5, 1.99, 2, 2.01, 3].map((power): readonly [string, Loss] => [
    `tweedie of power ${power}`,
    (x, t) => tweedie(x, t, { power }),
  ]),
  ["tweedie without the target's term", (x, t) => tweedie(x, t, { deviance: false })],
];

describe("gradients agree with finite differences at random points, for prediction and target", () => {
  it.each([...OF_ERRORS, ...OF_LOG_MEANS])("%s", async (_, loss) => {
    const x = f64(random(6, 1), [2, 3]);
    const t = f64(
      random(6, 2).map((value) => 1.5 + value),
      [2, 3],
    );
    const { checked } = await gradcheck(loss, [x, t]);
    expect(checked).toBe(12);
  });
});

describe("gradients agree near kinks and far out", () => {
  // Of rmse a single far point would hide the others.
  it.each(OF_ERRORS.filter(([name]) => !name.startsWith("rmse")))("%s", async (_, loss) => {
    for (const error of ERRORS) await gradcheck((x: Tensor) => loss(x, f64([0])), [f64([error])]);
  });

  it.each(OF_LOG_MEANS)("%s", async (_, loss) => {
    for (const r of [-6, -1e-3, 1e-3, 6]) await gradcheck((x: Tensor) => loss(x, f64([1, 1e-3, 50])), [f64([r, r, r])]);
  });
});

describe("gradients of the rest agree", () => {
  const positive = (seed: number): Tensor =>
    f64(
      random(6, seed).map((value) => 1.2 + value),
      [2, 3],
    );
  it.each<[string, (...args: Tensor[]) => Tensor, readonly Tensor[]]>([
    ["msle", msle as Loss, [positive(3), positive(4)]],
    ["msle below its floor", msle as Loss, [f64([-2, 0.5]), f64([1, 1])]],
    ["msle without clipping", (x, t) => msle(x as Tensor, t as Tensor, { clip: false }), [f64([-0.9]), f64([-0.5])]],
    ["rmsle", rmsle as Loss, [positive(3), positive(4)]],
    ["rmse of columns", (x, t) => rmse(x as Tensor, t as Tensor, { axis: 0 }), [positive(3), positive(4)]],
    [
      "poissonNll of rates",
      (x, t) => poissonNll(x as Tensor, t as Tensor, { logInput: false, full: true }),
      [positive(3), f64([0.01, 0.7, 2, 5, 0.5, 1.5], [2, 3])],
    ],
    ["gaussianNll", gaussianNll as Loss, [positive(5), positive(6), positive(7)]],
    [
      "gaussianNll with one variance a row",
      (x, t, v) => gaussianNll(x as Tensor, t as Tensor, v as Tensor, { full: true }),
      [positive(5), positive(6), f64([0.5, 2])],
    ],
    ["cosineSimilarity", cosineSimilarity as Loss, [positive(8), f64(random(6, 9), [2, 3])]],
    [
      "cosineDistance along another axis",
      (x, t) => cosineDistance(x as Tensor, t as Tensor, { axis: 0 }),
      [positive(8), f64(random(6, 9), [2, 3])],
    ],
    [
      "cosineSimilarity of vectors shorter than eps",
      (x, t) => cosineSimilarity(x as Tensor, t as Tensor, { eps: 3 }),
      [positive(8), f64(random(6, 9), [2, 3])],
    ],
  ])("%s", async (_, loss, inputs) => {
    await gradcheck(loss as (...args: never[]) => Tensor, inputs as never);
  });

  it("with weights, whose own gradient is the loss", async () => {
    const weighted = (x: Tensor, weight: Tensor): Tensor => huber(x, f64([0, 0, 0]), { weight, reduction: "none" });
    const { checked } = await gradcheck(weighted, [f64([0.3, 2, -3]), f64([2, 0, 0.5])]);
    expect(checked).toBe(6);
  });

  it("of the variance below eps, where the gradient is that at eps and not that of the limit", async () => {
    const call = gradcheck((v: Tensor) => gaussianNll(f64([1]), f64([0]), v, { eps: 0.5 }), [f64([0.1])]);
    await expect(call).rejects.toThrow(/gradient -1, difference 0/);
  });
});
