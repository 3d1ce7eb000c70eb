/** @file Losses of Tweedie's family: extremes, limits, and the same loss under its other names. */
import { log, type Tensor } from "@adjoint/core";
import { expectClose, type Tolerance } from "@adjoint/core/testing";
import { describe, expect, it } from "vitest";
import { useBackend } from "../../../../test/support/backend.ts";
import { gammaNll, poissonNll, tweedie } from "../../src/index.ts";
import sklearn from "../fixtures/sklearn-metrics.json" with { type: "json" };
import { engines } from "../support/backend.ts";
import { evaluate, type LossResult } from "../support/engines.ts";
import { type Numbers, toTensor } from "../support/numbers.ts";

useBackend();

const NONE = { reduction: "none" } as const;
const FEW: Tolerance = { rel: 1e-6, abs: 1e-37, reason: "some roundings of f32" };

type Loss = (x: Tensor, t: Tensor) => Tensor;

describe.each(engines)("losses of Tweedie's family on $name", (engine) => {
  const given = (value: Numbers): Tensor => toTensor(value, engine.dtype);
  const at = (x: Numbers, t: Numbers, loss: Loss): Promise<LossResult> =>
    evaluate(engine, given(x), (p) => loss(p, given(t)));

  const deviances = sklearn.cases.filter(({ name }) => name === "mean_tweedie_deviance");
  it.each(deviances)("is half of scikit-learn's deviance of power $power", async ({ power, value, y_true, y_pred }) => {
    const loss = tweedie(log(given(y_pred as Numbers)), given(y_true as Numbers), { power });
    const [half = []] = await engine.read(loss);
    expectClose(half, [(value as number) / 2], { rel: 1e-6, reason: "logarithms and powers in f32" });
  });

  it("has the gradient m^(2−p) − t m^(1−p)", async () => {
    for (const power of [-1, 0, 1, 1.03, 1.5, 1.97, 2, 2.03, 3]) {
      const { gradient } = await at([0.5, -1, 2], [2, 0.5, 4], (r, t) => tweedie(r, t, { ...NONE, power }));
      const expected = [
        [0.5, 2],
        [-1, 0.5],
        [2, 4],
      ].map(([r = 0, t = 0]) => Math.exp((2 - power) * r) - t * Math.exp((1 - power) * r));
      expectClose(gradient, expected, { rel: 2e-6, abs: 2e-6, reason: "exponentials in f32, of which two cancel" });
    }
  });

  it.each<[number, number, number]>([
    [-1, 80, 2],
    [-1, -80, 2],
    [0, 80, 2],
    [1, 100, 2],
    [1.5, 200, 0],
    [1.5, -200, 2],
    [1.5, -200, 0],
    [2, -100, 2],
    [3, -80, 2],
    [3, 80, 2],
  ])("tweedie of power %d at a mean of exp(%d) for %d is never NaN", async (power, r, t) => {
    for (const deviance of [true, false]) {
      const result = await at([r], [t], (x, y) => tweedie(x, y, { power, deviance }));
      expect([...result.value, ...result.gradient].some(Number.isNaN), `${result.value} ${result.gradient}`).toBe(
        false,
      );
    }
  });

  it("tweedie is 0 for a perfect prediction, and tends to its limits as the power does", async () => {
    const [r, t] = [given([0.5, -1, 2]), given([2, 0.5, 4])];
    for (const power of [-1, 0, 1, 1.5, 2, 3]) {
      const [perfect = []] = await engine.read(tweedie(log(t), t, { ...NONE, power }));
      expectClose(perfect, [0, 0, 0], { abs: 2e-5, reason: "terms of up to 16 cancel" });
    }
    for (const power of [1, 2]) {
      const [at0 = [], near = []] = await engine.read(
        tweedie(r, t, { ...NONE, power }),
        tweedie(r, t, { ...NONE, power: power === 1 ? 1 + 1e-7 : 2 - 1e-7 }),
      );
      expectClose(near, at0, { abs: 3e-6, reason: "a difference of 1e-7 in the power, and roundings" });
    }
  });

  it("gammaNll is scikit-learn's half gamma loss, tweedie of power 1 its Poisson loss", async () => {
    const [r, t] = [given([0, 1]), given([1, 2])];
    const [gamma = [], deviance = [], poisson = [], ours = []] = await engine.read(
      gammaNll(r, t, NONE),
      gammaNll(r, t, { ...NONE, deviance: true }),
      tweedie(r, t, { ...NONE, power: 1, deviance: false }),
      poissonNll(r, t, NONE),
    );
    expectClose(gamma, [1, 1 + 2 / Math.E], FEW);
    expectClose(deviance, [0, 2 / Math.E - Math.LN2], { abs: 3e-7, reason: "terms near 1 cancel" });
    expectClose(poisson, ours, FEW);
  });
});
