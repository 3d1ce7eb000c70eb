/** @file Losses of embeddings against published, recomputed and hand-made figures, and their edges. */
import { DTypeError, ShapeError, type Tensor, UsageError } from "@adjoint/core";
import { expectClose, type Tolerance } from "@adjoint/core/testing";
import { describe, expect, it } from "vitest";
import { useBackend } from "../../../test/support/backend.ts";
import {
  circle,
  cosineEmbedding,
  hingeEmbedding,
  ntxent,
  type Reduction,
  type TripletOptions,
  triplet,
  tripletWithDistance,
} from "../src/index.ts";
import keras from "./fixtures/keras.json" with { type: "json" };
import torch from "./fixtures/torch.json" with { type: "json" };
import { engines } from "./support/backend.ts";
import { evaluate } from "./support/engines.ts";
import { flat, type Numbers, toLabels, toTensor } from "./support/numbers.ts";

useBackend();

const DOUBLE: Tolerance = { rel: 1e-12, abs: 1e-14, reason: "some roundings of double precision" };
const SINGLE: Tolerance = { rel: 3e-6, abs: 5e-7, reason: "some roundings of f32, of inputs too" };
const PRINTED: Tolerance = { rel: 1e-5, reason: "as many digits as were printed" };

describe.each(engines)("losses of embeddings on $name", (engine) => {
  const tolerance = engine.dtype === "f64" ? DOUBLE : SINGLE;
  const toX = (value: Numbers, shape?: number[]): Tensor => toTensor(value, engine.dtype, shape);
  const named = (prefix: string) => torch.cases.filter(({ name }) => name.startsWith(prefix));

  it.each(named("triplet_"))(
    "triplet agrees with PyTorch: $name",
    async ({ input, args, options, loss, grad_input }) => {
      const [positive, negative] = (args as unknown as Numbers[]).map((x) => toX(x)) as [Tensor, Tensor];
      const given = { ...(options as TripletOptions), reduction: "none" } as const;
      const result = await evaluate(engine, toX(input as Numbers), (x) => triplet(x, positive, negative, given));
      // 1e-6 added to differences of 2 is lost in f32, where it decides about 1e-6 of the gradient.
      const bound = engine.dtype === "f64" ? { ...DOUBLE, abs: 1e-10 } : SINGLE;
      expectClose(result.value, flat(loss as Numbers), bound);
      expectClose(result.gradient, flat(grad_input as Numbers), bound);
    },
  );

  it("triplet agrees with optax, which adds eps under the root", async () => {
    const anchor = [
      [0, 0],
      [1, 1],
    ];
    const positive = [
      [0.1, 0.1],
      [1.1, 1.1],
    ];
    const negative = [
      [1, 0],
      [0, 1],
    ];
    const result = await engine.read(
      triplet(toX(anchor), toX(positive), toX(negative), { epsPlace: "root", reduction: "none" }),
    );
    const expected = Math.sqrt(0.02 + 1e-6) - Math.sqrt(1 + 1e-6) + 1;
    expectClose(result[0] ?? [], [expected, expected], { ...tolerance, abs: 2e-7 });
    expect(expected.toFixed(4)).toBe("0.1414");
  });

  it("triplet takes the nearer negative with swap, by any norm and along any axis", async () => {
    const a = toX([[0, 0, 0]]);
    const p = toX([[1, 0, 2]]);
    const n = toX([[1, 3, 2]]);
    const at = async (options: TripletOptions): Promise<number | undefined> =>
      (await engine.read(triplet(a, p, n, { eps: 0, margin: 0.5, ...options })))[0]?.[0];
    expect(await at({ p: 1 })).toBe(0);
    expect(await at({ p: 1, margin: 4, swap: true })).toBe(4);
    expect(await at({ p: Number.POSITIVE_INFINITY, margin: 2 })).toBe(1);
    expectClose(
      [(await at({ p: 0.5, margin: 12 })) ?? 0],
      [(1 + Math.SQRT2) ** 2 - (1 + Math.sqrt(3) + Math.SQRT2) ** 2 + 12],
      { ...tolerance, abs: 4e-6 },
    );
    expectClose([(await at({ p: 3, margin: 2 })) ?? 0], [Math.cbrt(9) - Math.cbrt(36) + 2], tolerance);
    const [along = []] = await engine.read(triplet(a, p, n, { eps: 0, margin: 0.5, axis: 0, reduction: "none" }));
    expectClose(along, [0.5, 0, 0.5], tolerance);
  });

  it("triplet passes the gradient at the kink, and has gradient 0 for a distance of 0", async () => {
    const kink = await evaluate(engine, toX([[0, 0]]), (x) =>
      triplet(x, toX([[1, 0]]), toX([[0, 2]]), { eps: 0, margin: 1 }),
    );
    expect(kink).toEqual({ value: [0], gradient: [-1, 1] });
    const same = await evaluate(engine, toX([[1, 2]]), (x) => triplet(x, x, toX([[1, 2]]), { eps: 0 }));
    expect(same).toEqual({ value: [1], gradient: [0, 0] });
  });

  it("triplet overflows only where the distance does", async () => {
    const huge = engine.dtype === "f64" ? 1e200 : 1e30;
    const result = await evaluate(engine, toX([[3 * huge, 4 * huge]]), (x) =>
      triplet(x, toX([[0, 0]]), toX([[0, 4 * huge]]), { p: 2 }),
    );
    expectClose(result.value, [2 * huge], tolerance);
    expectClose(result.gradient, [0.6 - 1, 0.8], { ...tolerance, abs: 1e-6 });
  });

  it("triplet keeps the directions of short differences, where squares underflow", async () => {
    const tiny = engine.dtype === "f64" ? 1e-200 : 1e-25;
    const result = await evaluate(engine, toX([[3 * tiny, 4 * tiny]]), (x) =>
      triplet(x, toX([[0, 0]]), toX([[1, 0]]), { eps: 0 }),
    );
    expectClose(result.value, [0], tolerance);
    expectClose(result.gradient, [0.6 + 1, 0.8], { ...tolerance, abs: 1e-6 });
  });

  it("tripletWithDistance takes any distance, and PyTorch's default", async () => {
    const [a, p, n] = [toX([[0], [2]]), toX([[1], [1]]), toX([[3], [2]])];
    const manhattan = (x: Tensor, y: Tensor): Tensor => x.sub(y).abs().sum(-1);
    const [own = []] = await engine.read(
      tripletWithDistance(a, p, n, { distance: manhattan, margin: 4, reduction: "none" }),
    );
    expect(own).toEqual([2, 5]);
    const [swapped = []] = await engine.read(
      tripletWithDistance(a, p, n, { distance: manhattan, margin: 4, swap: true, reduction: "none" }),
    );
    expect(swapped).toEqual([3, 5]);
    const [[euclidean] = [], [same] = []] = await engine.read(tripletWithDistance(a, p, n), triplet(a, p, n));
    expect(euclidean).toBe(same);
  });

  it("hingeEmbedding agrees with PyTorch, at the kink too", async () => {
    for (const { input, args, options, loss, grad_input } of named("hinge_embedding")) {
      const target = toX((args as unknown as Numbers[])[0] as Numbers);
      const given = { ...(options as { margin: number }), reduction: "none" } as const;
      const result = await evaluate(engine, toX(input as Numbers), (x) => hingeEmbedding(x, target, given));
      expect(result).toEqual({ value: flat(loss as Numbers), gradient: flat(grad_input as Numbers) });
    }
  });

  it("cosineEmbedding agrees with PyTorch", async () => {
    for (const { input, args, options, loss, grad_input } of named("cosine_embedding")) {
      const [second, target] = args as unknown as [Numbers, Numbers];
      const given = { ...(options as { margin: number }), reduction: "none" } as const;
      const result = await evaluate(engine, toX(input as Numbers), (x) =>
        cosineEmbedding(x, toX(second), toLabels(target), given),
      );
      expectClose(result.value, flat(loss as Numbers), tolerance);
      expectClose(result.gradient, flat(grad_input as Numbers), tolerance);
    }
  });

  it("cosineEmbedding is finite for vectors of any length, zeros included", async () => {
    const huge = engine.dtype === "f64" ? 1e200 : 1e30;
    const rows = toX([
      [3 * huge, 4 * huge],
      [0, 0],
      [0, 0],
    ]);
    const others = toX([
      [huge, 0],
      [1, 0],
      [0, 0],
    ]);
    const result = await evaluate(engine, rows, (x) =>
      cosineEmbedding(x, others, toLabels([1, 1, -1]), { reduction: "none", eps: 0 }),
    );
    expectClose(result.value, [0.4, 1, 0], tolerance);
    expectClose(result.gradient.slice(2), [0, 0, 0, 0], tolerance);
    expectClose(
      result.gradient.slice(0, 2).map((g) => g * huge),
      [-0.128, 0.096],
      tolerance,
    );
  });

  it("gives NaN for targets other than ±1 that the device alone knows", async () => {
    const target = toX([1, 0, -1]).add(0);
    const [losses = []] = await engine.read(hingeEmbedding(toX([2, 2, 2]), target, { reduction: "none" }));
    expect(losses).toEqual([2, Number.NaN, 0]);
  });

  const published = [
    { labels: [0, 0, 1, 1], loss: 14.01032 },
    { labels: [0, 0, 0, 1], loss: 8.968544 },
  ];
  it.each(published)("ntxent agrees with optax: $labels", async ({ labels, loss }) => {
    const rows = toX([
      [-1.954, 1.078],
      [0.238, -0.5703],
      [1.8745, -0.0195],
      [-0.6719, -1.921],
    ]);
    const [[mean] = [], matrix = []] = await engine.read(
      ntxent(rows, toLabels(labels)),
      ntxent(rows, toLabels(labels), { reduction: "none" }),
    );
    expectClose([mean ?? 0], [loss], PRINTED);
    const pairs = matrix.filter((x) => x !== 0);
    expect(pairs.length).toBe(labels.length === 4 && labels[2] === 1 ? 4 : 6);
    expectClose([pairs.reduce((a, b) => a + b, 0) / pairs.length], [mean ?? 0], tolerance);
  });

  it("ntxent is 0 with gradient 0 without pairs, or without others, and finite for zeros", async () => {
    const rows: Numbers = [
      [1, 2],
      [0, 0],
      [3, -1],
    ];
    for (const labels of [
      [0, 1, 2],
      [5, 5, 5],
    ]) {
      const result = await evaluate(engine, toX(rows), (x) => ntxent(x, toLabels(labels)));
      expect(result.value).toEqual([0]);
      expect(result.gradient.map(Math.abs)).toEqual(new Array(6).fill(0));
    }
    const zeros = await evaluate(engine, toX(rows), (x) => ntxent(x, toLabels([0, 0, 1]), { temperature: 1 }));
    expectClose(zeros.value, [(Math.log1p(Math.exp(1 / Math.sqrt(50))) + Math.LN2) / 2], tolerance);
    expect(zeros.gradient.slice(2, 4)).toEqual([0, 0]);
    expect(zeros.gradient.every(Number.isFinite)).toBe(true);
  });

  it("ntxent keeps the digits of certain pairs", async () => {
    const rows = toX([
      [1, 0],
      [1, 0],
      [-1, 0],
    ]);
    const [[loss = 0] = []] = await engine.read(ntxent(rows, toLabels([0, 0, 1]), { temperature: 0.07 }));
    expectClose([loss], [Math.log1p(Math.exp(-2 / 0.07))], { rel: 1e-5, reason: "the exponent is 28.6, rounded" });
  });

  const circleCases = keras.cases.filter((c) => c.loss === "circle");
  it.each(circleCases)("circle agrees with Keras: $options $reduction $sample_weight", async (c) => {
    const options = c.options as {
      gamma: number;
      margin: number;
      remove_diagonal?: boolean;
      rl?: Numbers;
      RE?: Numbers;
    };
    const labels = toLabels(c.y_true as Numbers);
    const rows = toX(c.y_pred as Numbers);
    const given = {
      gamma: options.gamma,
      margin: options.margin,
      removeDiagonal: options.remove_diagonal,
      references: options.RE === undefined ? undefined : toX(options.RE),
      referenceLabels: options.rl === undefined ? undefined : toLabels(options.rl),
      weight: c.sample_weight === null ? undefined : toX(c.sample_weight as Numbers),
    };
    const isOwnMean = c.reduction === "mean_with_sample_weight";
    const reductions: Record<string, Reduction> = { none: "none", sum: "sum" };
    const reduction = isOwnMean ? "none" : (reductions[c.reduction] ?? "mean");
    const [result = []] = await engine.read(circle(rows, labels, { ...given, reduction }));
    const weights = flat((c.sample_weight ?? []) as Numbers).filter((_, i) => result[i] !== 0);
    const total = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
    expectClose(isOwnMean ? [total(result) / total(weights)] : result, flat(c.float64 as Numbers), {
      ...tolerance,
      rel: engine.dtype === "f64" ? 1e-12 : 5e-5,
    });
  });

  it("circle gives 0, and gradient 0, for rows without positives or negatives, which leave the mean", async () => {
    const rows: Numbers = [
      [1, 0],
      [0.6, 0.8],
      [0, 1],
    ];
    const none = await evaluate(engine, toX(rows), (x) => circle(x, toLabels([1, 2, 3])));
    expect(none).toEqual({ value: [0], gradient: [0, 0, 0, 0, 0, 0] });
    const same = await evaluate(engine, toX(rows), (x) => circle(x, toLabels([1, 1, 1])));
    expect(same).toEqual({ value: [0], gradient: [0, 0, 0, 0, 0, 0] });
    const [losses = [], mean = []] = await engine.read(
      circle(toX(rows), toLabels([1, 1, 2]), { reduction: "none" }),
      circle(toX(rows), toLabels([1, 1, 2])),
    );
    expect(losses[2]).toBe(0);
    expectClose(mean, [((losses[0] ?? 0) + (losses[1] ?? 0)) / 2], tolerance);
    const longer = toX(rows).mul(3);
    const [scaled = []] = await engine.read(
      circle(longer, toLabels([1, 1, 2]), { normalize: true, reduction: "none" }),
    );
    expectClose(scaled, losses, tolerance);
  });

  it("weighs losses one by one", async () => {
    const x = toX([2, 0.5]);
    const [sum = []] = await engine.read(
      hingeEmbedding(x, toLabels([1, -1]), { weight: toX([3, 4]), reduction: "sum" }),
    );
    expect(sum).toEqual([8]);
    const [mean = []] = await engine.read(hingeEmbedding(x, toLabels([1, -1]), { weight: toX(2) }));
    expect(mean).toEqual([2.5]);
  });

  it("has NaN for the mean of nothing", async () => {
    const [value] = await engine.read(hingeEmbedding(toX([]), toX([])));
    expect(value).toEqual([Number.NaN]);
    const rows = toX([], [0, 2]);
    const [[a] = [], [b] = []] = await engine.read(triplet(rows, rows, rows), circle(rows, toLabels([])));
    expect([a, b]).toEqual([Number.NaN, 0]);
  });
});

describe("losses of embeddings refuse", () => {
  const x = toTensor([
    [1, 2],
    [3, 4],
  ]);
  const signs = toLabels([1, -1]);
  it.each<[string, () => unknown, new (...args: never[]) => Error, RegExp]>([
    [
      "triplets of two shapes",
      () => triplet(x, x, toTensor([[1, 2]])),
      ShapeError,
      /anchor=\[2, 2\].*negative=\[1, 2\]/,
    ],
    ["a norm of power 0", () => triplet(x, x, x, { p: 0 }), UsageError, /triplet: p must be above 0; got 0/],
    ["NaN as a power", () => triplet(x, x, x, { p: Number.NaN }), UsageError, /got NaN/],
    ["a negative eps", () => triplet(x, x, x, { eps: -1 }), UsageError, /eps must be a finite number ≥ 0; got -1/],
    ["an infinite margin", () => triplet(x, x, x, { margin: 1 / 0 }), UsageError, /margin must be a finite number/],
    [
      "another place",
      () => triplet(x, x, x, { epsPlace: "norm" as never }),
      UsageError,
      /difference or root; got norm/,
    ],
    ["no such axis", () => triplet(x, x, x, { axis: 2 }), ShapeError, /axis must be an integer/],
    [
      "distances that are no tensors",
      () => tripletWithDistance(x, x, x, { distance: () => 1 as never }),
      UsageError,
      /the distance must be a tensor/,
    ],
    ["integers as vectors", () => triplet(signs as never, x, x), DTypeError, /anchor must hold floats/],
    [
      "signs of 0",
      () =>
        hingeEmbedding(
          x,
          toLabels([
            [1, 0],
            [1, 1],
          ]),
        ),
      UsageError,
      /1 and −1 only; got 0 at element 1/,
    ],
    ["bool signs", () => hingeEmbedding(x, x.greater(1)), DTypeError, /numbers 1 and −1; got bool/],
    ["signs of another shape", () => hingeEmbedding(x, signs), ShapeError, /distances=\[2, 2\], target=\[2\]/],
    ["a sign for each element", () => cosineEmbedding(x, x, x.mul(0).add(1)), ShapeError, /without the last axis; got/],
    [
      "NaN weights",
      () => cosineEmbedding(x, x, signs, { weight: toTensor(["nan", 1]) }),
      UsageError,
      /weight must not hold NaN/,
    ],
    [
      "wide weights",
      () => cosineEmbedding(x, x, signs, { weight: x }),
      ShapeError,
      /weight must broadcast.*weight=\[2, 2\]/,
    ],
    [
      "temperature 0",
      () => ntxent(x, signs, { temperature: 0 }),
      UsageError,
      /temperature must be a finite number above 0/,
    ],
    ["labels of another count", () => ntxent(x, toLabels([1])), ShapeError, /embeddings=\[2, 2\], labels=\[1\]/],
    ["float labels", () => ntxent(x, toTensor([1, 2])), DTypeError, /labels must be i32/],
    ["gamma 0", () => circle(x, signs, { gamma: 0 }), UsageError, /gamma must be a finite number above 0/],
    [
      "references without labels",
      () => circle(x, signs, { references: x }),
      UsageError,
      /go together; got references only/,
    ],
    [
      "references of another width",
      () => circle(x, signs, { references: toTensor([[1]]), referenceLabels: toLabels([1]) }),
      ShapeError,
      /one width; got embeddings=\[2, 2\], references=\[1, 1\]/,
    ],
  ])("%s", (_, call, type, message) => {
    expect(call).toThrow(type);
    expect(call).toThrow(message);
  });
});
