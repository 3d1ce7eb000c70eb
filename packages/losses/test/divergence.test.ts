/** @file Divergences and Fenchel–Young losses against published figures, and at their edges. */
import { logSumExp, ShapeError, softmax, type Tensor, UsageError } from "@adjoint/core";
import { expectClose, type Tolerance } from "@adjoint/core/testing";
import { describe, expect, it } from "vitest";
import { useBackend } from "../../../test/support/backend.ts";
import {
  crossEntropy,
  fenchelYoung,
  generalizedKl,
  klDivergence,
  multiclassSparsemax,
  sparsemax,
} from "../src/index.ts";
import keras from "./fixtures/keras.json" with { type: "json" };
import optax from "./fixtures/optax.json" with { type: "json" };
import torch from "./fixtures/torch.json" with { type: "json" };
import { engines } from "./support/backend.ts";
import { evaluate } from "./support/engines.ts";
import { flat, type Numbers, toLabels, toTensor } from "./support/numbers.ts";

useBackend();

const DOUBLE: Tolerance = { rel: 1e-12, abs: 1e-15, reason: "some roundings of double precision" };
const SINGLE: Tolerance = { rel: 1e-6, abs: 2e-7, reason: "some roundings of f32, of inputs too" };
const INFINITY = Number.POSITIVE_INFINITY;

describe.each(engines)("divergences on $name", (engine) => {
  const tolerance = engine.dtype === "f64" ? DOUBLE : SINGLE;
  const toX = (value: Numbers, shape?: number[]): Tensor => toTensor(value, engine.dtype, shape);

  const torchCases = torch.cases.filter(({ name }) => name.startsWith("kl_"));
  it.each(torchCases)("agree with PyTorch: $name", async ({ name, input, args, options, loss, grad_input }) => {
    const { reduction, log_target } = options as {
      reduction?: "mean" | "sum" | "none" | "batchmean";
      log_target?: boolean;
    };
    // The fixture does not say that its scalar without reduction is the mean over rows.
    const chosen = reduction ?? (Array.isArray(loss) ? "none" : "batchmean");
    const result = await evaluate(engine, toX(input as Numbers), (x) =>
      klDivergence(x, toX(args[0] as Numbers), { reduction: chosen, logTarget: log_target }),
    );
    // PyTorch multiplies 0 by infinity where log t = −∞; the term is 0.
    const right = flat(loss as Numbers).map((value, i) => (name === "kl_log_target_neg_inf" && i === 0 ? 0 : value));
    expectClose(result.value, right, tolerance);
    expectClose(result.gradient, flat(grad_input as Numbers), tolerance);
  });

  const optaxCases = optax.cases.filter((c) => c.loss.includes("kl_divergence"));
  it.each(optaxCases)("agree with optax: $loss", async ({ loss, args, float64 }) => {
    const given = args as { log_predictions: Numbers; targets?: Numbers; log_targets?: Numbers };
    const target = toX(given.targets ?? given.log_targets ?? []);
    const chosen = loss.startsWith("generalized") ? generalizedKl : klDivergence;
    const terms = chosen(toX(given.log_predictions), target, {
      reduction: "none",
      logTarget: loss.endsWith("targets"),
    });
    const [rows = []] = await engine.read(terms.sum(-1));
    expectClose(rows, flat(float64 as Numbers), tolerance);
  });

  const kerasCases = keras.cases.filter((c) => c.loss === "kl_divergence");
  it.each(kerasCases)("agree with Keras", async ({ y_pred, y_true, float64 }) => {
    const given = { logInput: false, reduction: "batchmean" } as const;
    const [value = []] = await engine.read(klDivergence(toX(y_pred as Numbers), toX(y_true as Numbers), given));
    expectClose(value, flat(float64 as Numbers), tolerance);
  });

  it("are 0 with gradient 0 where the target is 0, and infinite where only the prediction is", async () => {
    const [x, zero] = [toX(["-inf", -1, "-inf"]), toX([0, 0, 0.5])];
    const none = { reduction: "none" } as const;
    const kl = await evaluate(engine, x, (given) => klDivergence(given, zero, none));
    expectClose(kl.value, [0, 0, INFINITY], tolerance);
    expectClose(kl.gradient, [0, 0, -0.5], tolerance);
    const general = await evaluate(engine, x, (given) => generalizedKl(given, zero, none));
    expectClose(general.value, [0, Math.exp(-1), INFINITY], tolerance);
    expectClose(general.gradient, [0, Math.exp(-1), -0.5], tolerance);
    const ofTarget = await evaluate(engine, zero, (given) => klDivergence(toX([-1, -1, -1]), given, none));
    expectClose(ofTarget.gradient, [0, 0, Math.log(0.5) + 2], tolerance);
  });

  it("do not go below 0 near p = t: generalizedKl of 1e-3, where terms of 1 cancel to 5e-7", async () => {
    const result = await evaluate(engine, toX([2 ** -10]), (x) => generalizedKl(x, toX([1])));
    const d = 2 ** -10;
    expectClose(result.value, [d ** 2 / 2 + d ** 3 / 6 + d ** 4 / 24], { rel: 3e-4, reason: "roundings of d in d²/2" });
    expectClose(result.gradient, [Math.expm1(d)], { rel: 3e-7, reason: "some roundings" });
  });

  const sparse = optax.cases.filter((c) => c.loss.endsWith("sparsemax_loss"));
  it.each(sparse)("agree with optax: $loss", async ({ loss, args, float64 }) => {
    const given = args as { logits?: Numbers; scores?: Numbers; labels: Numbers };
    const labels = toLabels(given.labels);
    const losses = loss.startsWith("multiclass")
      ? multiclassSparsemax(toX(given.scores ?? []), labels, { reduction: "none" })
      : sparsemax(toX(given.logits ?? []), labels, { coding: "binary", reduction: "none" });
    const [values = []] = await engine.read(losses);
    expectClose(values, flat(float64 as Numbers), tolerance);
  });

  it("have sparsemax's gradient: the projection on the simplex less the label", async () => {
    const scores = [[0.5, 0.3, -0.4, -2]];
    const result = await evaluate(engine, toX(scores), (x) => multiclassSparsemax(x, toLabels([1])));
    // τ = (0.5 + 0.3 − 1) / 2 = −0.1, so that p = [0.6, 0.4, 0, 0].
    expectClose(result.value, [(0.25 + 0.09 - 0.02) / 2 + 0.5 - 0.3], SINGLE);
    expectClose(result.gradient, [0.6, -0.6, 0, 0], SINGLE);
    const padded = [[...(scores[0] ?? []), ...new Array<number>(200).fill(-1.5), Number.NEGATIVE_INFINITY]];
    const sorted = await evaluate(engine, toX(padded), (x) => multiclassSparsemax(x, toLabels([1])));
    expectClose(sorted.value, result.value, SINGLE);
    expectClose(sorted.gradient.slice(0, 5), [0.6, -0.6, 0, 0, 0], SINGLE);
  });

  it("has sparsemax of two classes as that of the scores x and 0, with meeting branches", async () => {
    const x = toX([-1, 1, 0.25, -3, 3, 1e30]);
    const t = toX([1, 1, 1, 1, 1, -1]);
    const result = await evaluate(engine, x, (given) => sparsemax(given, t, { reduction: "none" }));
    expectClose(result.value, [1, 0, 0.75 ** 2 / 4, 3, 0, 1e30], SINGLE);
    expectClose(result.gradient, [-1, 0, -0.375, -1, 0, 1], SINGLE);
    const pairs = toX([
      [-1, 0],
      [1, 0],
      [0.25, 0],
    ]);
    const [rows = []] = await engine.read(multiclassSparsemax(pairs, toLabels([0, 0, 0]), { reduction: "none" }));
    expectClose(rows, result.value.slice(0, 3), SINGLE);
  });

  it("have cross-entropy as the Fenchel–Young loss of logSumExp", async () => {
    const x = toX([[1, -2, "-inf"]]);
    const t = toX([[0.25, 0.75, 0]]);
    const loss = fenchelYoung((scores) => logSumExp(scores, -1));
    const result = await evaluate(engine, x, (given) => loss(given, t));
    const [ce = [], p = []] = await engine.read(crossEntropy(x, t), softmax(x));
    expectClose(result.value, ce, tolerance);
    expectClose(
      result.gradient,
      p.map((value, i) => value - ([0.25, 0.75, 0][i] ?? 0)),
      SINGLE,
    );
  });
});

describe("divergences refuse", () => {
  const x = toTensor([[-1, -2]]);
  it.each<[string, () => unknown, new (...args: never[]) => Error, RegExp]>([
    ["negative targets", () => klDivergence(x, x), UsageError, /target must be ≥ 0; got -1 at element 0; logTarget/],
    [
      "logarithms that should be probabilities",
      () => klDivergence(x, toTensor([[1, 0]]), { logInput: false }),
      UsageError,
      /prediction must be ≥ 0/,
    ],
    ["other shapes", () => generalizedKl(x, toTensor([1, 0])), ShapeError, /logPrediction=\[1, 2\], target=\[2\]/],
    [
      "a reduction that is none",
      () => klDivergence(x, x, { reduction: "batch" as never, logTarget: true }),
      UsageError,
      /reduction/,
    ],
    [
      "batchmean of a scalar",
      () => klDivergence(toTensor(-1), toTensor(1), { reduction: "batchmean" }),
      ShapeError,
      /first axis/,
    ],
    ["a maximum of no axis", () => fenchelYoung((s) => s)(x, x), ShapeError, /maxFun must reduce the last axis/],
    ["labels that are no class", () => multiclassSparsemax(x, toLabels([5])), ShapeError, /got 5/],
  ])("%s", (_, call, type, message) => {
    expect(call).toThrow(type);
    expect(call).toThrow(message);
  });
});
