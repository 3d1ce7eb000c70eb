/** @file `crossEntropy` against published, recomputed and 50-digit figures, and its edges. */
import { DTypeError, ShapeError, type Tensor, UsageError } from "@adjoint/core";
import { expectClose, type Tolerance } from "@adjoint/core/testing";
import { describe, expect, it } from "vitest";
import { useBackend } from "../../../test/support/backend.ts";
import { crossEntropy, type Reduction } from "../src/index.ts";
import keras from "./fixtures/keras.json" with { type: "json" };
import optax from "./fixtures/optax.json" with { type: "json" };
import stable from "./fixtures/stable-forms.json" with { type: "json" };
import torch from "./fixtures/torch.json" with { type: "json" };
import { engines } from "./support/backend.ts";
import { evaluate } from "./support/engines.ts";
import { flat, type Numbers, shapeOf, toLabels, toTensor } from "./support/numbers.ts";

useBackend();

const DOUBLE: Tolerance = { rel: 1e-12, abs: 1e-15, reason: "some roundings of double precision" };
const SINGLE: Tolerance = {
  rel: 2e-6,
  abs: 2e-7,
  reason: "some roundings of f32, of inputs too; probabilities cancel to 1e-7",
};
const INFINITY = Number.POSITIVE_INFINITY;

interface TorchOptions {
  readonly reduction?: Reduction;
  readonly weight?: Numbers;
  readonly ignore_index?: number | null;
  readonly label_smoothing?: number;
}

/**
 * Where PyTorch 1.13 is not the right answer: 0/0 for the mean of nothing, NaN gradients of ignored rows, NaN for a
 * logit of +∞ (whose probability is 1), and f32 losses that lost their digits.
 */
const RIGHT: Readonly<Record<string, { loss: Numbers; gradient?: Numbers }>> = {
  ce_all_ignored_mean: { loss: 0 },
  ce_ignored_row_neg_inf: {
    loss: 1.3132616875182228,
    gradient: [
      [-0.7310585786300049, 0.7310585786300049],
      [0, 0],
    ],
  },
  ce_pos_inf: { loss: 0, gradient: [[0, 0, 0]] },
  ce_near_one_f32: {
    loss: [4.539889921686465e-5, 4.139937633089748e-8, 3.720075976020836e-44],
    gradient: [
      [4.5397868702434395e-5, -4.5397868702434395e-5],
      [4.1399375473943306e-8, -4.1399375473943306e-8],
      [0, 0],
    ],
  },
};

describe.each(engines)("crossEntropy on $name", (engine) => {
  const tolerance = engine.dtype === "f64" ? DOUBLE : SINGLE;
  const toX = (value: Numbers, shape?: number[]): Tensor => toTensor(value, engine.dtype, shape);
  /** Labels have one axis less than logits. */
  const toTarget = (value: Numbers, logits: Numbers) =>
    shapeOf(value).length === shapeOf(logits).length ? toX(value) : toLabels(value);

  const cases = torch.cases.filter(({ name }) => name.startsWith("ce_"));
  it.each(cases)("agrees with PyTorch: $name", async ({ name, input, args, options, loss, grad_input, dtype }) => {
    const { weight, ignore_index, label_smoothing, reduction } = options as TorchOptions;
    const target = args[0] as Numbers;
    const isIgnoring = flat(target).includes(-100);
    const given = {
      weight: weight === undefined || weight === null ? undefined : toX(weight),
      ignoreIndex: ignore_index ?? (isIgnoring ? -100 : undefined),
      labelSmoothing: name.endsWith("_ls") ? 0.1 : label_smoothing,
      reduction: reduction ?? (Array.isArray(loss) ? "none" : name.endsWith("_sum") ? "sum" : "mean"),
      axis: 1,
    } as const;
    const result = await evaluate(engine, toX(input as Numbers), (x) =>
      crossEntropy(x, toTarget(target, input as Numbers), given),
    );
    const right = RIGHT[name];
    const bound = dtype === "float32" && right === undefined ? SINGLE : tolerance;
    expectClose(result.value, flat(right?.loss ?? (loss as Numbers)), bound);
    expectClose(result.gradient, flat(right?.gradient ?? (grad_input as Numbers)), bound);
  });

  it("keeps the digits of confident rows: agrees with 50 digits", async () => {
    const { rows } = stable.cases.find((c) => c.loss === "softmax_cross_entropy") ?? { rows: [] };
    const single: Tolerance = {
      rel: 4e-7,
      abs: 1e-8,
      reason: "some roundings of f32; the logits 1e-8 and −1e-8 make up the rest",
    };
    const near: Tolerance = {
      rel: 4e-7,
      abs: 1e-37,
      reason: "some roundings of f32; below 1e-37 it has few digits or none",
    };
    for (const row of rows) {
      const [logits, label, loss, gradient] = row as [number[], number, number, number[]];
      const result = await evaluate(engine, toX([logits]), (x) => crossEntropy(x, toLabels([label])));
      const bound =
        engine.dtype === "f64"
          ? { ...DOUBLE, abs: 1e-300 }
          : logits.length === 2 && Math.abs(logits[1] ?? 0) >= 10
            ? near
            : single;
      const isBeyond = engine.dtype === "f32" && loss > 3.4e38;
      expectClose(result.value, [isBeyond ? INFINITY : loss], bound);
      if (!isBeyond) expectClose(result.gradient, gradient, bound);
    }
  });

  const kerasCases = keras.cases.filter(
    (c) => c.loss.endsWith("categorical_crossentropy") && "from_logits" in c.options && c.options.from_logits,
  );
  it.each(kerasCases)("agrees with Keras: $loss $options $reduction", async (c) => {
    const options = c.options as { label_smoothing?: number; ignore_class?: number };
    const isSparse = c.loss.startsWith("sparse");
    const logits = c.y_pred as Numbers;
    const rows = shapeOf(logits).slice(0, -1);
    const target = isSparse ? toLabels(c.y_true as Numbers, rows) : toX(c.y_true as Numbers);
    const given = { labelSmoothing: options.label_smoothing, ignoreIndex: options.ignore_class };
    const [losses = []] = await engine.read(crossEntropy(toX(logits), target, { ...given, reduction: "none" }));
    const weights = c.sample_weight === null ? losses.map(() => 1) : flat(c.sample_weight as Numbers);
    const weighted = losses.map((loss, i) => loss * (weights[i] ?? 0));
    const mean = weighted.reduce((a, b) => a + b, 0) / weighted.length;
    expectClose(c.reduction === "none" ? weighted : [mean], flat(c.float64 as Numbers), tolerance);
  });

  const optaxCases = optax.cases.filter((c) => /^(safe_)?softmax_cross_entropy/.test(c.loss));
  it.each(optaxCases)("agrees with optax: $loss", async ({ args, published, float64 }) => {
    const { logits, labels } = args as { logits: Numbers; labels: Numbers };
    const [losses = []] = await engine.read(crossEntropy(toX(logits), toTarget(labels, logits), { reduction: "none" }));
    // Where only the printed figure exists, its last digit decides.
    const printed: Tolerance = { rel: 1e-6, abs: 1e-6, reason: "as many digits as were printed" };
    if (float64 === null) expectClose(losses, flat(published as Numbers), printed);
    else expectClose(losses, flat(float64 as Numbers), tolerance);
  });

  it("gives exactly 0, and gradient 0, for ignored rows whatever they hold", async () => {
    const logits = toX([
      ["nan", "nan"],
      [1, 2],
      ["-inf", "-inf"],
      ["inf", "nan"],
    ]);
    const labels = toLabels([-1, 0, -1, -1]);
    const result = await evaluate(engine, logits, (x) =>
      crossEntropy(x, labels, { ignoreIndex: -1, reduction: "none" }),
    );
    expect(result.value.map((value, i) => (i === 1 ? 0 : value))).toEqual([0, 0, 0, 0]);
    expect(result.gradient.map((value, i) => (i === 2 || i === 3 ? 0 : Math.abs(value)))).toEqual(new Array(8).fill(0));
    expect(result.value[1]).toBeGreaterThan(1);
  });

  it("is 0 with gradient 0 as the mean of rows that are all ignored, or have weight 0", async () => {
    const logits = toX([
      ["nan", 1],
      [1, 2],
    ]);
    const ignored = await evaluate(engine, logits, (x) => crossEntropy(x, toLabels([7, 7]), { ignoreIndex: 7 }));
    expect(ignored).toEqual({ value: [0], gradient: [0, 0, 0, 0] });
    const weight = toX([0, 1]);
    const weightless = await evaluate(engine, toX([[3, 1]]), (x) => crossEntropy(x, toLabels([0]), { weight }));
    expect(weightless.value).toEqual([0]);
    expect(weightless.gradient.map(Math.abs)).toEqual([0, 0]);
  });

  it("shares all probability among logits of +∞", async () => {
    const logits = toX([
      ["inf", 1, "inf"],
      ["inf", 1, 2],
    ]);
    const labels = toLabels([0, 2]);
    const probabilities = toX([
      [1, 0, 0],
      [0, 0, 1],
    ]);
    for (const target of [labels, probabilities]) {
      const [losses = []] = await engine.read(crossEntropy(logits, target, { reduction: "none" }));
      expectClose(losses, [Math.LN2, INFINITY], tolerance);
    }
  });

  it("is NaN for labels that are no class, where only the device knows them", async () => {
    const labels = toLabels([[1, 3, -1]]).node;
    const { Tensor: Handle, ir } = await import("@adjoint/core");
    const onDevice = new Handle<"i32">(ir.reshape(labels, [3]));
    const [losses = []] = await engine.read(
      crossEntropy(
        toX([
          [1, 2, 3],
          [1, 2, 3],
          [1, 2, 3],
        ]),
        onDevice,
        { reduction: "none" },
      ),
    );
    expect(losses.slice(1)).toEqual([Number.NaN, Number.NaN]);
    expect(losses[0]).toBeGreaterThan(1);
  });

  it("has rows of gradients that sum to 0, and the label's own where it is certain", async () => {
    const result = await evaluate(engine, toX([[0, 17, -3]]), (x) => crossEntropy(x, toLabels([1])));
    const [a = 0, label = 0, b = 0] = result.gradient;
    expect(a).toBeGreaterThan(4e-8);
    expect(Math.abs(a + b + label)).toBeLessThan(1e-14);
  });
});

describe("crossEntropy refuses", () => {
  const x = toTensor([
    [1, 2, 3],
    [4, 5, 6],
  ]);
  const labels = toLabels([0, 2]);
  it.each<[string, () => unknown, new (...args: never[]) => Error, RegExp]>([
    [
      "targets of another shape",
      () => crossEntropy(x, toLabels([0, 1, 2])),
      ShapeError,
      /logits=\[2, 3\], target=\[3\].*labels would be \[2\]/,
    ],
    [
      "labels that are no class",
      () => crossEntropy(x, toLabels([0, 3])),
      ShapeError,
      /\[0, 3\); got 3 at element 1; set ignoreIndex/,
    ],
    ["negative labels", () => crossEntropy(x, toLabels([-1, 0])), ShapeError, /got -1 at element 0/],
    ["float labels", () => crossEntropy(x, toTensor([0, 1])), DTypeError, /labels must be i32; got f32/],
    [
      "integer probabilities",
      () =>
        crossEntropy(
          x,
          toLabels([
            [0, 1, 0],
            [1, 0, 0],
          ]),
        ),
      DTypeError,
      /must hold probabilities; got i32/,
    ],
    [
      "integer logits",
      () => crossEntropy(toLabels([[1, 2]]) as never, toLabels([0])),
      DTypeError,
      /logits must hold floats/,
    ],
    [
      "weights of another count",
      () => crossEntropy(x, labels, { weight: toTensor([1, 2]) }),
      ShapeError,
      /weight=\[2\] for 3 classes/,
    ],
    [
      "ignoring with probabilities",
      () => crossEntropy(x, x, { ignoreIndex: 0 }),
      UsageError,
      /ignoreIndex goes with labels/,
    ],
    [
      "smoothing below 0",
      () => crossEntropy(x, labels, { labelSmoothing: -0.1 }),
      UsageError,
      /labelSmoothing must lie in \[0, 1\]/,
    ],
    ["an axis that is none", () => crossEntropy(x, labels, { axis: 2 }), ShapeError, /axis must be an integer/],
    ["scalars", () => crossEntropy(toTensor(1), toLabels(0)), ShapeError, /axis/],
  ])("%s", (_, call, type, message) => {
    expect(call).toThrow(type);
    expect(call).toThrow(message);
  });
});
