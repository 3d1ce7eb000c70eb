/** @file How many kernels losses of regression take with their gradients: one for elements, two for rows. */
import { explain, scope, type Tensor, tensor, valueAndGrad } from "adjoint";
import { describe, expect, it } from "vitest";
import {
  cosineDistance,
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

const wave = (from: number): Tensor =>
  tensor(
    Float32Array.from({ length: 40 }, (_, i) => from + Math.sin(i)),
    { shape: [8, 5] },
  );
const target = wave(1.5);
const SUM = { reduction: "sum" } as const;

function dispatchesOf(loss: (x: Tensor) => Tensor): number {
  return scope(() => explain(...valueAndGrad(loss)(wave(0.5))).dispatches);
}

describe("one kernel for value and gradient", () => {
  it.each<[string, (x: Tensor, options: { reduction?: "sum" }) => Tensor]>([
    ["mae", (x, o) => mae(x, target, o)],
    ["mape", (x, o) => mape(x, target, o)],
    ["msle", (x, o) => msle(x, target, o)],
    ["huber", (x, o) => huber(x, target, o)],
    ["smoothL1", (x, o) => smoothL1(x, target, o)],
    ["logCosh", (x, o) => logCosh(x, target, o)],
    ["quantile", (x, o) => quantile(x, target, o)],
    ["epsilonInsensitive", (x, o) => epsilonInsensitive(x, target, o)],
    ["squaredEpsilonInsensitive", (x, o) => squaredEpsilonInsensitive(x, target, o)],
    ["poissonNll", (x, o) => poissonNll(x, target, { ...o, full: true })],
    ["gammaNll", (x, o) => gammaNll(x, target, o)],
    ["tweedie", (x, o) => tweedie(x, target, o)],
    ["gaussianNll", (x, o) => gaussianNll(x, target, wave(2), o)],
    ["weighted huber", (x, o) => huber(x, target, { ...o, weight: wave(2) })],
  ])("%s", (_, loss) => {
    expect(dispatchesOf((x) => loss(x, {}))).toBe(1);
    expect(dispatchesOf((x) => loss(x, SUM))).toBe(1);
  });
});

describe("at most two kernels for value and gradient", () => {
  it.each<[string, (x: Tensor) => Tensor]>([
    ["rmse", (x) => rmse(x, target)],
    ["rmse of columns", (x) => rmse(x, target, { axis: 0 })],
    ["rmse of rows", (x) => rmse(x, target, { axis: 1 })],
    ["rmsle", (x) => rmsle(x, target)],
    ["cosineDistance", (x) => cosineDistance(x, target)],
    ["cosineDistance of columns", (x) => cosineDistance(x, target, { axis: 0 })],
  ])("%s", (_, loss) => {
    const dispatches = dispatchesOf(loss);
    expect(dispatches).toBeGreaterThan(0);
    expect(dispatches).toBeLessThanOrEqual(2);
  });
});
