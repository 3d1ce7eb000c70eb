/** @file What losses of regression refuse, and that the error names it. */
import { DTypeError, ShapeError, type Tensor, UsageError } from "@adjoint/core";
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
import { toLabels, toTensor } from "../support/numbers.ts";

type Loss = (x: Tensor, t: Tensor, options?: Record<string, unknown>) => Tensor;

const LOSSES: Readonly<Record<string, Loss>> = {
  mae,
  rmse,
  mape,
  msle,
  rmsle,
  huber,
  smoothL1,
  logCosh,
  quantile,
  epsilonInsensitive,
  squaredEpsilonInsensitive,
  poissonNll,
  gammaNll,
  tweedie,
  gaussianNll: (x, t, options) => gaussianNll(x, t, toTensor([1, 1]), options),
  cosineSimilarity,
  cosineDistance,
};

const x = toTensor([1, 2]);

describe.each(Object.entries(LOSSES))("%s refuses", (name, loss) => {
  it.each<[string, () => unknown, new (...args: never[]) => Error, RegExp]>([
    [
      "other shapes",
      () => loss(x, toTensor([1])),
      ShapeError,
      /: shapes must be equal; got prediction=\[2\], target=\[1\]/,
    ],
    ["integers", () => loss(x, toLabels([1, 2]) as never), DTypeError, /: target must hold floats; got i32/],
    ["arrays", () => loss([1, 2] as never, x), UsageError, /: prediction must be a tensor; got an array/],
    [
      "two precisions",
      () => loss(x, toTensor([1, 2], "f64")),
      DTypeError,
      /: prediction and target must share a dtype/,
    ],
    ["unknown reductions", () => loss(x, x, { reduction: "avg" }), UsageError, /mean, sum, none; got avg/],
    ["weights of other shapes", () => loss(x, x, { weight: toTensor([1, 2, 3]) }), ShapeError, /weight=\[3\]/],
    ["weights that are NaN", () => loss(x, x, { weight: toTensor("nan") }), UsageError, /weight must not hold NaN/],
  ])("%s", (_, call, type, message) => {
    expect(call).toThrow(type);
    expect(call).toThrow(message);
    expect(call).toThrow(new RegExp(`^${name}: `));
  });
});

describe("options and elements out of their range", () => {
  it.each<[string, () => unknown, RegExp]>([
    ["huber of delta 0", () => huber(x, x, { delta: 0 }), /huber: delta must be .* above 0; got 0/],
    ["huber of a negative delta", () => huber(x, x, { delta: -1 }), /delta .* got -1/],
    ["smoothL1 of a negative beta", () => smoothL1(x, x, { beta: -1 }), /smoothL1: beta .* got -1/],
    ["an epsilon below 0", () => epsilonInsensitive(x, x, { epsilon: -1 }), /epsilonInsensitive: epsilon/],
    ["an epsilon of NaN", () => squaredEpsilonInsensitive(x, x, { epsilon: Number.NaN }), /epsilon .* got NaN/],
    ["quantile 0", () => quantile(x, x, { q: 0 }), /quantile: q must lie in \(0, 1\); got 0/],
    ["quantile 1.5", () => quantile(x, x, { q: 1.5 }), /got 1.5/],
    ["mape of eps 0", () => mape(x, x, { eps: 0 }), /mape: eps .* got 0/],
    ["rmse of a negative eps", () => rmse(x, x, { eps: -1 }), /rmse: eps .* got -1/],
    ["msle of a negative floor", () => msle(x, x, { floor: -1 }), /msle: floor .* got -1/],
    ["msle of −1", () => msle(x, toTensor([0, -1]), { clip: false }), /target must exceed −1; got -1 at element 1/],
    ["rmsle of −2", () => rmsle(toTensor([-2, 0]), x, { clip: false }), /rmsle: prediction must exceed −1; got -2/],
    ["poissonNll of negative counts", () => poissonNll(x, toTensor([1, -1])), /target must not be negative; got -1/],
    [
      "poissonNll of negative rates",
      () => poissonNll(toTensor([-1, 1]), x, { logInput: false }),
      /rates must not be negative; got -1 at element 0/,
    ],
    ["poissonNll of a negative eps", () => poissonNll(x, x, { eps: -1 }), /poissonNll: eps/],
    ["gammaNll of 0", () => gammaNll(x, toTensor([1, 0])), /gammaNll: target must be positive; got 0 at element 1/],
    [
      "tweedie of negative amounts",
      () => tweedie(x, toTensor([1, -1])),
      /tweedie: target must not be negative; got -1/,
    ],
    ["tweedie of power 2 and 0", () => tweedie(x, toTensor([1, 0]), { power: 2 }), /target must be positive; got 0/],
    ["tweedie of power ½", () => tweedie(x, x, { power: 0.5 }), /power must be 0 or less, or 1 or more; got 0.5/],
    ["tweedie of power NaN", () => tweedie(x, x, { power: Number.NaN }), /got NaN/],
    [
      "gaussianNll of a negative variance",
      () => gaussianNll(x, x, toTensor([1, -1])),
      /variance must not be negative; got -1/,
    ],
    ["gaussianNll of eps 0", () => gaussianNll(x, x, x, { eps: 0 }), /gaussianNll: eps/],
    ["cosineDistance of a negative eps", () => cosineDistance(x, x, { eps: -1 }), /cosineDistance: eps/],
  ])("%s", (_, call, message) => {
    expect(call).toThrow(UsageError);
    expect(call).toThrow(message);
  });

  it("variances that do not fit, and axes that do not exist", () => {
    const rows = toTensor([[1, 2]]);
    for (const variance of [toTensor([1, 2]), toTensor([[1], [2]]), toTensor([[[1, 2]]])]) {
      expect(() => gaussianNll(rows, rows, variance)).toThrow(ShapeError);
    }
    expect(() => gaussianNll(x, x, toTensor([1, 2, 3]))).toThrow(/variance=\[3\], prediction=\[2\]/);
    expect(() => cosineSimilarity(x, x, { axis: 1 })).toThrow(ShapeError);
    expect(() => rmse(x, x, { axis: 1 })).toThrow(ShapeError);
  });
});
