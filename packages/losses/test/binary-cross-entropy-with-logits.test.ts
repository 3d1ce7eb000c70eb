/** @file `binaryCrossEntropyWithLogits` against published, recomputed and 50-digit figures. */
import { DTypeError, ShapeError, UsageError } from "@adjoint/core";
import { expectClose, type Tolerance } from "@adjoint/core/testing";
import { describe, expect, it } from "vitest";
import { useBackend } from "../../../test/support/backend.ts";
import { binaryCrossEntropyWithLogits, type Reduction } from "../src/index.ts";
import keras from "./fixtures/keras.json" with { type: "json" };
import optax from "./fixtures/optax.json" with { type: "json" };
import stable from "./fixtures/stable-forms.json" with { type: "json" };
import torch from "./fixtures/torch.json" with { type: "json" };
import { engines } from "./support/backend.ts";
import { evaluate } from "./support/engines.ts";
import { flat, type Numbers, toLabels, toTensor } from "./support/numbers.ts";

useBackend();

const DOUBLE: Tolerance = { rel: 1e-12, abs: 1e-300, reason: "some roundings of double precision" };
const SINGLE: Tolerance = {
  rel: 1e-6,
  abs: 1e-7,
  reason: "some roundings of f32; losses and gradients that cancel (targets between 0 and 1) keep that of their terms",
};

interface TorchOptions {
  readonly reduction?: Reduction;
  readonly weight?: Numbers;
  readonly pos_weight?: Numbers;
}

/** PyTorch multiplies 0 by infinity; the limits are these. */
const AT_INFINITY = { loss: [0, Number.POSITIVE_INFINITY, 0, Number.POSITIVE_INFINITY], gradient: [0, 1, 0, -1] };

describe.each(engines)("binaryCrossEntropyWithLogits on $name", (engine) => {
  const tolerance = engine.dtype === "f64" ? DOUBLE : SINGLE;
  const toOptional = (value: Numbers | undefined) => (value === undefined ? undefined : toTensor(value, engine.dtype));

  const cases = torch.cases.filter(({ name }) => name.startsWith("bce_logits"));
  // PyTorch adds the small part of a loss to larger ones: 9.348e-14 is 9.3576e-14 in truth.
  it.each(cases)("agrees with PyTorch: $name", async ({ name, input, args, options, loss, grad_input, dtype }) => {
    const { weight, pos_weight, reduction } = options as TorchOptions;
    const target = toTensor(args[0] as Numbers, engine.dtype);
    const given = { weight: toOptional(weight), posWeight: toOptional(pos_weight) };
    const chosen = reduction ?? (Array.isArray(loss) ? "none" : "mean");
    const result = await evaluate(engine, toTensor(input as Numbers, engine.dtype), (x) =>
      binaryCrossEntropyWithLogits(x, target, { ...given, reduction: chosen }),
    );
    const right =
      name === "bce_logits_inf" ? AT_INFINITY : { loss: flat(loss as Numbers), gradient: flat(grad_input as Numbers) };
    const bound = dtype === "float32" ? SINGLE : { ...tolerance, abs: Math.max(1e-15, tolerance.abs ?? 0) };
    expectClose(result.value, right.loss, bound);
    expectClose(result.gradient, right.gradient, bound);
  });

  it("agrees with 50 digits wherever f32 can hold the logits", async () => {
    const { rows } = stable.cases.find((c) => c.loss === "bce_with_logits") ?? { rows: [] };
    const column = (i: number): number[] => rows.map((row) => row[i] as number);
    const target = toTensor(column(1), engine.dtype);
    const result = await evaluate(engine, toTensor(column(0), engine.dtype), (x) =>
      binaryCrossEntropyWithLogits(x, target, { reduction: "none" }),
    );
    // Inputs such as 1e-8 and 0.3 are rounded to f32 first; below 1e-37 f32 has few digits or none.
    const single: Tolerance = { rel: 4e-7, abs: 1e-37, reason: "rounded inputs, and some roundings of f32" };
    const wide = engine.dtype === "f64" ? DOUBLE : single;
    expectClose(result.value, column(2), wide);
    expectClose(result.gradient, column(3), wide);
  });

  const kerasCases = keras.cases.filter(
    (c) => c.loss === "binary_crossentropy" && "from_logits" in c.options && c.options.from_logits,
  );
  it.each(kerasCases)("agrees with Keras: $options $reduction", async (c) => {
    const options = c.options as { label_smoothing?: number };
    const [logits, target] = [toTensor(c.y_pred as Numbers, engine.dtype), toTensor(c.y_true as Numbers, engine.dtype)];
    const weights = c.sample_weight as Numbers;
    const weight =
      weights === null ? undefined : toTensor(weights, engine.dtype, Array.isArray(weights) ? [weights.length, 1] : []);
    const given = { weight, labelSmoothing: options.label_smoothing };
    if (c.reduction === "none") {
      const [losses = []] = await engine.read(
        binaryCrossEntropyWithLogits(logits, target, { ...given, reduction: "none" }),
      );
      const rows = [losses.slice(0, 3), losses.slice(3)].map((row) => row.reduce((a, b) => a + b / 3, 0));
      expectClose(rows, flat(c.float64 as Numbers), tolerance);
    } else {
      const [mean = []] = await engine.read(binaryCrossEntropyWithLogits(logits, target, given));
      expectClose(mean, flat(c.float64 as Numbers), tolerance);
    }
  });

  const optaxCases = optax.cases.filter((c) => c.loss.startsWith("sigmoid_binary"));
  it.each(optaxCases)("agrees with optax: $args", async ({ args, float64 }) => {
    const { logits, labels } = args as { logits: Numbers; labels: Numbers };
    const loss = binaryCrossEntropyWithLogits(toTensor(logits, engine.dtype), toTensor(labels, engine.dtype));
    const [value = []] = await engine.read(loss);
    expectClose(value, flat(float64 as Numbers), tolerance);
  });

  it("has the gradient σ(0) − t at 0, where its branches meet", async () => {
    const target = toTensor([0, 1, 0.25], engine.dtype);
    const result = await evaluate(engine, toTensor([0, 0, 0], engine.dtype), (x) =>
      binaryCrossEntropyWithLogits(x, target, { reduction: "sum" }),
    );
    expect(result.gradient).toEqual([0.5, -0.5, 0.25]);
  });
});

describe("binaryCrossEntropyWithLogits refuses", () => {
  const x = toTensor([1, 2]);
  it.each<[string, () => unknown, new (...args: never[]) => Error, RegExp]>([
    [
      "other shapes",
      () => binaryCrossEntropyWithLogits(x, toTensor([[1, 2]])),
      ShapeError,
      /logits=\[2\], target=\[1, 2\]/,
    ],
    [
      "integer targets",
      () => binaryCrossEntropyWithLogits(x, toLabels([0, 1]) as never),
      DTypeError,
      /target must hold floats/,
    ],
    [
      "smoothing beyond 1",
      () => binaryCrossEntropyWithLogits(x, x, { labelSmoothing: 1.5 }),
      UsageError,
      /\[0, 1\]; got 1.5/,
    ],
  ])("%s", (_, call, type, message) => {
    expect(call).toThrow(type);
    expect(call).toThrow(message);
  });
});
