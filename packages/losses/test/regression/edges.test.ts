/** @file Losses of regression at kinks, at extremes, and where little is given: conventions, on every backend. */
import { mul, type Tensor } from "@adjoint/core";
import { EXACT, expectClose, type Tolerance } from "@adjoint/core/testing";
import { describe, expect, it } from "vitest";
import { useBackend } from "../../../../test/support/backend.ts";
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
import { engines } from "../support/backend.ts";
import { evaluate, type LossResult } from "../support/engines.ts";
import { type Numbers, toTensor } from "../support/numbers.ts";

useBackend();

const INF = Number.POSITIVE_INFINITY;
const NONE = { reduction: "none" } as const;
const FEW: Tolerance = { rel: 1e-6, abs: 1e-37, reason: "some roundings of f32" };

type Loss = (x: Tensor, t: Tensor) => Tensor;

describe.each(engines)("losses of regression on $name", (engine) => {
  const given = (value: Numbers): Tensor => toTensor(value, engine.dtype);
  /** What the host does not know. */
  const computed = (value: Numbers): Tensor => mul(given(value), 1);
  const at = (x: Numbers, t: Numbers, loss: Loss): Promise<LossResult> =>
    evaluate(engine, given(x), (p) => loss(p, given(t)));

  it.each<[string, Loss, number[], number[]]>([
    ["mae", (x, t) => mae(x, t, NONE), [0, 1], [0, 1]],
    ["rmse", rmse, [0], [0, 0]],
    ["rmsle", rmsle, [0], [0, 0]],
    ["mape", (x, t) => mape(x, t, NONE), [0, 50], [0, 50]],
    ["smoothL1 with beta 0", (x, t) => smoothL1(x, t, { ...NONE, beta: 0 }), [0, 1], [0, 1]],
    ["quantile", (x, t) => quantile(x, t, { ...NONE, q: 0.25 }), [0, 0.75], [0, 0.75]],
    ["epsilonInsensitive", (x, t) => epsilonInsensitive(x, t, { ...NONE, epsilon: 1 }), [0, 0], [0, 0]],
    ["epsilonInsensitive of 0", (x, t) => epsilonInsensitive(x, t, { ...NONE, epsilon: 0 }), [0, 1], [0, 1]],
    ["squaredEpsilonInsensitive", (x, t) => squaredEpsilonInsensitive(x, t, { ...NONE, epsilon: 1 }), [0, 0], [0, 0]],
    ["huber at delta", (x, t) => huber(x, t, NONE), [0, 0.5], [0, 1]],
    ["huber beyond", (x, t) => huber(x, t, { ...NONE, delta: 0.5 }), [0, 0.375], [0, 0.5]],
    ["logCosh", (x, t) => logCosh(x, t, NONE), [0, Math.log(Math.cosh(1))], [0, Math.tanh(1)]],
  ])("%s at its kinks", async (name, loss, value, gradient) => {
    const isRoot = name.startsWith("rms");
    const result = await at([2, isRoot ? 2 : 3], [2, 2], loss);
    expectClose(result.value, value, FEW);
    expectClose(result.gradient, gradient, FEW);
  });

  it.each<[string, Loss, number, number]>([
    ["mae", mae, INF, 1],
    ["huber", (x, t) => huber(x, t, { delta: 2 }), INF, 2],
    ["smoothL1", smoothL1, INF, 1],
    ["logCosh", logCosh, INF, 1],
    ["quantile", (x, t) => quantile(x, t, { q: 0.25 }), INF, 0.75],
    ["epsilonInsensitive", epsilonInsensitive, INF, 1],
  ])("%s of an infinite error has its slope", async (_, loss, value, gradient) => {
    expect(await at(["inf"], [0], loss)).toEqual({ value: [value], gradient: [gradient] });
  });

  it("msle is flat below its floor, and without clipping infinite at −1", async () => {
    expect(await at([-3, 0], [0, 0], (x, t) => msle(x, t, { floor: 0 }))).toEqual({ value: [0], gradient: [0, 0] });
    const [value] = await engine.read(msle(computed([-1, -2]), given([0, 0]), { ...NONE, clip: false }));
    expect(value).toEqual([INF, Number.NaN]);
  });

  it("rmse takes a root for each output, and a smooth one with eps", async () => {
    const columns: [Numbers, Numbers] = [
      [
        [1, 2],
        [3, 2],
      ],
      [
        [0, 0],
        [2, 0],
      ],
    ];
    const [x, t] = columns;
    const each = await at(x, t, (p, y) => rmse(p, y, { ...NONE, axis: 0 }));
    expectClose(each.value, [1, 2], FEW);
    expectClose(each.gradient, [0.5, 0.5, 0.5, 0.5], FEW);
    expectClose((await at(x, t, (p, y) => rmse(p, y, { axis: 0 }))).value, [1.5], FEW);
    expectClose((await at(x, t, (p, y) => rmse(p, y, { axis: 0, reduction: "sum" }))).value, [3], FEW);
    expectClose((await at([3], [3], (p, y) => rmse(p, y, { eps: 0.25 }))).value, [0.5], FEW);
    expectClose(
      (await at([1, 3], [0, 0], (p, y) => rmse(p, y, { weight: given([2, 1]) }))).value,
      [Math.sqrt(5.5)],
      FEW,
    );
  });

  it("mape gives percent or a fraction, and holds targets of 0 off by eps", async () => {
    expectClose((await at([1, 2], [1, 4], mape)).value, [25], FEW);
    expectClose((await at([1, 2], [1, 4], (x, t) => mape(x, t, { percent: false }))).value, [0.25], FEW);
    expectClose((await at([2], [0], mape)).value, [2e9], FEW);
    expectClose((await at([2], [0], (x, t) => mape(x, t, { eps: 0.5 }))).value, [400], FEW);
  });

  it("poissonNll has no second term for a target of 0", async () => {
    const atNothing = await at(["-inf"], [0], poissonNll);
    expect(atNothing).toEqual({ value: [0], gradient: [0] });
    const rates = await at([0], [0], (x, t) => poissonNll(x, t, { logInput: false, eps: 0 }));
    expect(rates).toEqual({ value: [0], gradient: [1] });
    expect((await at([100], [3], poissonNll)).value).toEqual(engine.dtype === "f64" ? [Math.exp(100) - 300] : [INF]);
  });

  it("gaussianNll takes variances of any fitting shape, and NaN for a negative one that only the device knows", async () => {
    const read = async (variance: Tensor): Promise<number[] | undefined> =>
      (await engine.read(gaussianNll(given([[1, 2]]), given([[0, 0]]), variance, NONE)))[0];
    for (const variance of [[[2, 2]], [[2]], [2]]) {
      expectClose((await read(given(variance))) ?? [], [(Math.LN2 + 0.5) / 2, (Math.LN2 + 2) / 2], FEW);
    }
    expect(await read(computed([[-1, 1]]))).toEqual([Number.NaN, 2]);
  });

  it("gaussianNll can raise a variance below eps again", async () => {
    const result = await evaluate(engine, given([0, 1e-9]), (v) =>
      gaussianNll(given([2, 0]), given([0, 0]), v, { ...NONE, eps: 0.25 }),
    );
    expectClose(result.value, [(Math.log(0.25) + 16) / 2, Math.log(0.25) / 2], FEW);
    expectClose(result.gradient, [(4 - 64) / 2, 2], FEW);
  });

  it("angles: vectors of zeros have cosine 0 and no gradient, whatever the scale of others", async () => {
    const vectors: Numbers = [
      [0, 0],
      [1e-25, 1e-25],
      [3e30, 0],
      [1, 1],
    ];
    const targets: Numbers = [
      [1, 2],
      [2, 2],
      [1e25, 1e25],
      [0, 0],
    ];
    const result = await at(vectors, targets, (x, t) => cosineDistance(x, t, { ...NONE, eps: 0 }));
    expectClose(result.value, [1, 0, 1 - Math.SQRT1_2, 1], { abs: 3e-7, reason: "1 − 1 in f32" });
    expectClose([...result.gradient.slice(0, 2), ...result.gradient.slice(6)], [0, 0, 0, 0], EXACT);
    expect(result.gradient.every(Number.isFinite)).toBe(true);
    expect((await at([[0, 1e-9]], [[0, 1]], cosineSimilarity)).value[0]).toBeCloseTo(-0.1, 6);
  });

  it("the mean of nothing is NaN, the sum 0", async () => {
    const nothing = given([]);
    for (const loss of [mae, rmse, mape, msle, huber, logCosh, quantile, poissonNll, gammaNll, tweedie]) {
      expect((await engine.read(loss(nothing, nothing)))[0], loss.name).toEqual([Number.NaN]);
    }
    expect((await engine.read(mae(nothing, nothing, { reduction: "sum" })))[0]).toEqual([0]);
  });

  it("weights are factors, and the mean divides by the number all the same", async () => {
    const weight = given([2, 0]);
    const [value] = await engine.read(mae(given([[1, 2]]), given([[0, 0]]), { weight }));
    expect(value).toEqual([1]);
  });
});
