/** @file `mse` against published and recomputed figures. */
import { DTypeError, ShapeError, UsageError } from "@adjoint/core";
import { expectClose, type Tolerance } from "@adjoint/core/testing";
import { describe, expect, it } from "vitest";
import { useBackend } from "../../../test/support/backend.ts";
import { type MseOptions, mse, type Reduction } from "../src/index.ts";
import keras from "./fixtures/keras.json" with { type: "json" };
import torch from "./fixtures/torch.json" with { type: "json" };
import { engines } from "./support/backend.ts";
import { evaluate } from "./support/engines.ts";
import { flat, type Numbers, shapeOf, toLabels, toTensor } from "./support/numbers.ts";

useBackend();

const DOUBLE: Tolerance = { rel: 1e-13, abs: 1e-15, reason: "some roundings of double precision" };
const SINGLE: Tolerance = { rel: 1e-6, abs: 1e-7, reason: "some roundings of f32, of inputs too" };

describe.each(engines)("mse on $name", (engine) => {
  const tolerance = engine.dtype === "f64" ? DOUBLE : SINGLE;
  const cases = torch.cases.filter(({ name }) => name.startsWith("mse_") && name !== "mse_empty_mean");

  it.each(cases)("agrees with PyTorch: $name", async ({ input, args, options, loss, grad_input }) => {
    const target = toTensor(args[0] as Numbers, engine.dtype);
    const reduction = (options as { reduction?: Reduction }).reduction;
    const result = await evaluate(engine, toTensor(input as Numbers, engine.dtype), (x) =>
      mse(x, target, { reduction }),
    );
    expectClose(result.value, flat(loss as Numbers), tolerance);
    expectClose(result.gradient, flat(grad_input as Numbers), tolerance);
  });

  const kerasCases = keras.cases.filter((c) => c.loss === "mean_squared_error");
  it.each(kerasCases)("agrees with Keras: $reduction, weights $sample_weight", async (c) => {
    const prediction = toTensor(c.y_pred as Numbers, engine.dtype);
    const target = toTensor(c.y_true as Numbers, engine.dtype);
    // Keras weighs samples, and averages the last axis inside of the loss.
    const weights = c.sample_weight as Numbers;
    const rank = prediction.rank;
    const weightShape = [...shapeOf(weights), 1, 1, 1].slice(0, rank);
    const weight = weights === null ? undefined : toTensor(weights, engine.dtype, weightShape);
    const last = prediction.shape[rank - 1] ?? 1;
    const [losses = []] = await engine.read(mse(prediction, target, { weight, reduction: "none" }));
    const samples = Array.from({ length: losses.length / last }, (_, i) =>
      losses.slice(i * last, (i + 1) * last).reduce((a, b) => a + b / last, 0),
    );
    const sum = samples.reduce((a, b) => a + b, 0);
    const totalWeight = weights === null ? samples.length : flat(weights).reduce((a, b) => a + b, 0);
    const results: Record<string, number[]> = {
      none: samples,
      sum: [sum],
      sum_over_batch_size: [sum / samples.length],
      mean_with_sample_weight: [sum / totalWeight],
    };
    expectClose(results[c.reduction] ?? [], flat(c.float64 as Numbers), tolerance);
    if (c.reduction === "sum_over_batch_size") {
      const [mean = []] = await engine.read(mse(prediction, target, { weight }));
      expectClose(mean, flat(c.float64 as Numbers), tolerance);
    }
  });

  it("takes half of the mean on request, as textbooks with 1/(2N) do", async () => {
    const target = toTensor([1, 4], engine.dtype);
    const result = await evaluate(engine, toTensor([1, 2], engine.dtype), (x) => mse(x, target, { half: true }));
    expect(result).toEqual({ value: [1], gradient: [0, -1] });
  });

  it("is NaN as the mean of nothing", async () => {
    const empty = toTensor([], engine.dtype);
    const [value] = await engine.read(mse(empty, empty));
    expect(value).toEqual([Number.NaN]);
  });
});

describe("mse refuses", () => {
  const x = toTensor([[1, 2]]);
  it.each<[string, () => unknown, new (...args: never[]) => Error, RegExp]>([
    [
      "other shapes",
      () => mse(x, toTensor([1, 2])),
      ShapeError,
      /mse: shapes must be equal; got prediction=\[1, 2\], target=\[2\]/,
    ],
    ["integers", () => mse(x, toLabels([[1, 2]]) as never), DTypeError, /target must hold floats; got i32; cast/],
    ["arrays", () => mse(x, [[1, 2]] as never), UsageError, /target must be a tensor; got an array/],
    [
      "unknown reductions",
      () => mse(x, x, { reduction: "avg" } as unknown as MseOptions),
      UsageError,
      /mean, sum, none; got avg/,
    ],
    [
      "weights that do not broadcast",
      () => mse(x, x, { weight: toTensor([1, 2, 3]) }),
      ShapeError,
      /weight must broadcast to the losses; got weight=\[3\], losses=\[1, 2\]/,
    ],
    [
      "weights of NaN",
      () => mse(x, x, { weight: toTensor([1, Number.NaN]) }),
      UsageError,
      /weight must not hold NaN; got NaN at element 1/,
    ],
  ])("%s", (_, call, type, message) => {
    expect(call).toThrow(type);
    expect(call).toThrow(message);
  });
});
