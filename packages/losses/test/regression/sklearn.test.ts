/** @file Losses of regression as scikit-learn's metrics: their means, and outputs in columns. */
import type { Tensor } from "@adjoint/core";
import { expectClose, type Tolerance } from "@adjoint/core/testing";
import { describe, expect, it } from "vitest";
import { useBackend } from "../../../../test/support/backend.ts";
import { mae, mape, msle, quantile, rmse, rmsle, type WeightedLossOptions } from "../../src/index.ts";
import sklearn from "../fixtures/sklearn-metrics.json" with { type: "json" };
import { engines } from "../support/backend.ts";
import { flat, type Numbers, toTensor } from "../support/numbers.ts";

useBackend();

type Loss = (x: Tensor, t: Tensor, options: WeightedLossOptions) => Tensor;

const EPS = 2 ** -52;
const METRICS: Readonly<Record<string, (alpha: number) => Loss>> = {
  mean_absolute_error: () => mae,
  mean_absolute_percentage_error: () => (x, t, o) => mape(x, t, { ...o, percent: false, eps: EPS }),
  mean_squared_log_error: () => (x, t, o) => msle(x, t, { ...o, clip: false }),
  mean_pinball_loss: (alpha) => (x, t, o) => quantile(x, t, { ...o, q: alpha }),
};

/** The means of columns, or of a single one. */
function columnMeans(values: readonly number[], columns: number): number[] {
  return Array.from({ length: columns }, (_, c) => {
    const column = values.filter((_, i) => i % columns === c);
    return column.reduce((a, b) => a + b, 0) / column.length;
  });
}

const weighted = (values: readonly number[], weights: readonly number[]): number =>
  values.reduce((total, value, i) => total + value * (weights[i] ?? 0), 0);

describe.each(engines)("scikit-learn's metrics on $name", (engine) => {
  const tolerance: Tolerance =
    engine.dtype === "f64"
      ? { rel: 1e-12, reason: "some roundings of double precision" }
      : { rel: 2e-6, abs: 1e-7, reason: "some roundings of f32" };
  const given = (value: unknown): Tensor => toTensor(value as Numbers, engine.dtype);

  const cases = sklearn.cases.filter(({ name }) => METRICS[name] !== undefined);
  it.each(cases)("$name $multioutput $alpha", async ({ name, alpha, multioutput, value, y_true, y_pred }) => {
    const loss = METRICS[name]?.(alpha ?? 0.5) as Loss;
    const [x, t] = [given(y_pred), given(y_true)];
    const [values = []] = await engine.read(loss(x, t, { reduction: "none" }));
    const columns = columnMeans(values, x.shape[1] ?? 1);
    if (Array.isArray(multioutput)) {
      expectClose([weighted(columns, multioutput)], [value as number], tolerance);
    } else if (multioutput === "raw_values") {
      expectClose(columns, flat(value as Numbers), tolerance);
    } else {
      const [mean = []] = await engine.read(loss(x, t, {}));
      expectClose(mean, [value as number], tolerance);
    }
  });

  const roots = sklearn.cases.filter(({ name }) => name === "root_mean_squared_error");
  it.each(roots)("$name $multioutput", async ({ multioutput, value, y_true, y_pred }) => {
    const [x, t] = [given(y_pred), given(y_true)];
    const reduction = multioutput === "uniform_average" || multioutput === undefined ? "mean" : "none";
    const [values = []] = await engine.read(rmse(x, t, { axis: 0, reduction }));
    const result = Array.isArray(multioutput) ? [weighted(values, multioutput)] : values;
    expectClose(result, flat(value as Numbers), tolerance);
  });

  const logarithms = sklearn.cases.filter(({ name }) => name === "mean_squared_log_error");
  it("rmsle is the root of mean_squared_log_error for each column", async () => {
    const raw = logarithms.find(({ multioutput }) => multioutput === "raw_values");
    const [x, t] = [given(raw?.y_pred), given(raw?.y_true)];
    const [values = []] = await engine.read(rmsle(x, t, { axis: 0, clip: false, reduction: "none" }));
    expectClose(values, flat(raw?.value as Numbers).map(Math.sqrt), tolerance);
  });
});

it("finds the cases that it is meant for", () => {
  expect(sklearn.cases.filter(({ name }) => METRICS[name] !== undefined).length).toBe(18);
});
