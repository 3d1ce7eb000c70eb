/** @file Losses of rankings against published and hand-made figures, and their edges. */
import { DTypeError, ShapeError, type Tensor, UsageError } from "@adjoint/core";
import { expectClose, type Tolerance } from "@adjoint/core/testing";
import { describe, expect, it } from "vitest";
import { useBackend } from "../../../test/support/backend.ts";
import { marginRanking, meanPairwiseSquaredError, rankingSoftmax } from "../src/index.ts";
import torch from "./fixtures/torch.json" with { type: "json" };
import { engines } from "./support/backend.ts";
import { evaluate } from "./support/engines.ts";
import { flat, type Numbers, toLabels, toTensor } from "./support/numbers.ts";

useBackend();

const DOUBLE: Tolerance = { rel: 1e-12, abs: 1e-14, reason: "some roundings of double precision" };
const SINGLE: Tolerance = { rel: 2e-6, abs: 3e-7, reason: "some roundings of f32, of inputs too" };

const logSoftmax = (row: readonly number[]): number[] => {
  const peak = Math.max(...row);
  const rest = Math.log(row.reduce((a, x) => a + Math.exp(x - peak), 0));
  return row.map((x) => x - peak - rest);
};

describe.each(engines)("losses of rankings on $name", (engine) => {
  const tolerance = engine.dtype === "f64" ? DOUBLE : SINGLE;
  const toX = (value: Numbers): Tensor => toTensor(value, engine.dtype);
  const read = async (x: Tensor): Promise<number[]> => (await engine.read(x))[0] ?? [];

  const cases = torch.cases.filter(({ name }) => name.startsWith("margin_ranking"));
  it.each(cases)(
    "marginRanking agrees with PyTorch, at the kink too: $name",
    async ({ input, args, options, loss, grad_input }) => {
      const [second, target] = args as unknown as [Numbers, Numbers];
      const given = { ...(options as { margin: number }), reduction: "none" } as const;
      const result = await evaluate(engine, toX(input as Numbers), (x) =>
        marginRanking(x, toX(second), toLabels(target), given),
      );
      expectClose(result.value, flat(loss as Numbers), { ...tolerance, abs: 1e-7 });
      // In f32, 1.2 − 1 exceeds 0.2: the third pair lies beyond the kink, not before it.
      const gradient = flat(grad_input as Numbers);
      expect(result.gradient).toEqual(
        engine.dtype === "f64" ? gradient : [...gradient.slice(0, 2), 0].map((g) => g + 0),
      );
    },
  );

  it("marginRanking gives NaN for targets other than ±1 that the device alone knows, and passes at the kink", async () => {
    expect(await read(marginRanking(toX([1, 2]), toX([2, 2]), toX([1, 3]).add(0), { reduction: "none" }))).toEqual([
      1,
      Number.NaN,
    ]);
    const result = await evaluate(engine, toX([1]), (x) => marginRanking(x, toX([1]), toX([1])));
    expect(result).toEqual({ value: [0], gradient: [-1] });
  });

  it("rankingSoftmax agrees with optax", async () => {
    const scores = [0, 3, 1, 2];
    const p = logSoftmax(scores);
    const at = (i: number): number => p[i] ?? 0;
    expectClose(await read(rankingSoftmax(toX([scores]), toX([[0, 0, 1, 1]]))), [-at(3) - at(2)], tolerance);
    expectClose(
      await read(rankingSoftmax(toX(scores), toX([0, 0, 1, 1]), { weight: toX([1, 1, 2, 1]), reduction: "sum" })),
      [-at(3) - 2 * at(2)],
      tolerance,
    );
    const masked = { where: toX([1, 1, 1, 0]) };
    expectClose(
      await read(rankingSoftmax(toX(scores), toLabels([0, 0, 2, 1]), masked)),
      [-2 * (logSoftmax([0, 3, 1])[2] ?? 0)],
      tolerance,
    );
    // The figures printed in its documentation.
    const printed: Tolerance = { abs: 5e-4, reason: "three digits were printed" };
    const example = await evaluate(engine, toX([2, 1, 3]), (x) => rankingSoftmax(x, toX([1, 0, 0])));
    expectClose(example.value, [1.408], printed);
    expectClose(example.gradient, [-0.755, 0.09, 0.665], printed);
    const batch = rankingSoftmax(
      toX([
        [2, 1, 0],
        [1, 0.5, 1.5],
      ]),
      toX([
        [1, 0, 0],
        [0, 0, 1],
      ]),
      {
        where: toX([
          [1, 1, 0],
          [1, 1, 1],
        ]).greater(0),
      },
    );
    expectClose(await read(batch), [0.497], printed);
  });

  it("rankingSoftmax is right for extreme scores", async () => {
    const scores = toX([0, -2.1e26, 3.4e37, 42]);
    expectClose(await read(rankingSoftmax(scores, toX([0, 1, 1, 0]))), [3.4e37 + 2.1e26], tolerance);
    const out = toX(["-inf", 0]);
    expect((await read(rankingSoftmax(out, toX([0, 1])))).map(Math.abs)).toEqual([0]);
    expect(await read(rankingSoftmax(out, toX([1, 0])))).toEqual([Number.POSITIVE_INFINITY]);
  });

  it("rankingSoftmax leaves out what does not count, whatever it holds, and lists without items", async () => {
    const scores = toX([
      [1, "nan", 2],
      ["nan", "inf", "nan"],
    ]);
    const where = toX([
      [1, 0, 1],
      [0, 0, 0],
    ]);
    const relevance = toX([
      [0, "nan", 1],
      [1, 1, 1],
    ]);
    const result = await evaluate(engine, scores, (x) => rankingSoftmax(x, relevance, { where }));
    const miss = 1 / (1 + Math.E);
    expectClose(result.value, [-Math.log(1 - miss)], tolerance);
    expectClose(result.gradient, [miss, 0, -miss, 0, 0, 0], tolerance);
    const none = await evaluate(engine, toX([1, 2]), (x) => rankingSoftmax(x, toX([1, 1]), { where: toX([0, 0]) }));
    expect(none).toEqual({ value: [0], gradient: [0, 0] });
    const irrelevant = await evaluate(engine, toX([1, 2]), (x) => rankingSoftmax(x, toX([0, 0])));
    expect([...irrelevant.value, ...irrelevant.gradient].map(Math.abs)).toEqual([0, 0, 0]);
  });

  it("rankingSoftmax takes any axis", async () => {
    const losses = rankingSoftmax(toX([[2], [1], [3]]), toX([[1], [0], [0]]), { axis: 0, reduction: "none" });
    expectClose(await read(losses), [-(logSoftmax([2, 1, 3])[0] ?? 0)], tolerance);
  });

  it("meanPairwiseSquaredError is the mean over pairs, as TensorFlow documents it", async () => {
    const p = [
      [4, 8, 12],
      [8, 1, 3],
    ];
    const t = [
      [1, 9, 2],
      [-5, -2, 6],
    ];
    const errors = p.map((row, n) => row.map((x, i) => x - (t[n]?.[i] ?? 0)));
    const expected = errors.map(([a = 0, b = 0, c = 0]) => ((a - b) ** 2 + (a - c) ** 2 + (b - c) ** 2) / 3);
    const result = await evaluate(engine, toX(p), (x) => meanPairwiseSquaredError(x, toX(t), { reduction: "none" }));
    expectClose(result.value, expected, tolerance);
    const slopes = errors.flatMap((row) => row.map((e) => 2 * (e - row.reduce((a, b) => a + b / 3, 0))));
    expectClose(result.gradient, slopes, tolerance);
    const weighed = await read(meanPairwiseSquaredError(toX(p), toX(t), { weight: toX([2, 0.5]), reduction: "sum" }));
    expectClose(weighed, [2 * (expected[0] ?? 0) + (expected[1] ?? 0) / 2], tolerance);
    const images = await read(meanPairwiseSquaredError(toX(p.map((row) => [row])), toX(t.map((row) => [row]))));
    expectClose(images, [((expected[0] ?? 0) + (expected[1] ?? 0)) / 2], tolerance);
  });

  it("meanPairwiseSquaredError keeps its digits beside a great offset, where a difference of squares has none", async () => {
    const offset = engine.dtype === "f64" ? 2 ** 40 : 2 ** 18;
    const prediction = toX([[offset, offset + 0.5, offset + 1.5]]);
    expectClose(await read(meanPairwiseSquaredError(prediction, toX([[0, 0, 0]]))), [(0.25 + 2.25 + 1) / 3], {
      rel: 0.02,
      reason: "the mean has an error of one step, a 32nd in f32",
    });
  });

  it("meanPairwiseSquaredError is 0 for samples of one element, and NaN for the mean of nothing", async () => {
    for (const x of [
      [1, 5],
      [[1], [5]],
    ]) {
      const result = await evaluate(engine, toX(x), (p) => meanPairwiseSquaredError(p, toX(x).mul(3)));
      expect({ value: result.value, gradient: result.gradient.map(Math.abs) }).toEqual({
        value: [0],
        gradient: [0, 0],
      });
    }
    const empty = toTensor([], engine.dtype, [0, 3]);
    expect(await read(meanPairwiseSquaredError(empty, empty))).toEqual([Number.NaN]);
  });
});

describe("losses of rankings refuse", () => {
  const x = toTensor([1, 2]);
  it.each<[string, () => unknown, new (...args: never[]) => Error, RegExp]>([
    [
      "signs of 2",
      () => marginRanking(x, x, toLabels([1, 2])),
      UsageError,
      /target must hold 1 and −1 only; got 2 at element 1/,
    ],
    ["other shapes", () => marginRanking(x, x, toLabels([1])), ShapeError, /first=\[2\], second=\[2\], target=\[1\]/],
    [
      "an endless margin",
      () => marginRanking(x, x, toLabels([1, 1]), { margin: 1 / 0 }),
      UsageError,
      /margin must be a finite number/,
    ],
    ["integer scores", () => rankingSoftmax(toLabels([1, 2]) as never, x), DTypeError, /scores must hold floats/],
    ["relevance of another shape", () => rankingSoftmax(x, toTensor([1])), ShapeError, /scores=\[2\], relevance=\[1\]/],
    ["a mask of another shape", () => rankingSoftmax(x, x, { where: toTensor([1]) }), ShapeError, /where=\[1\]/],
    ["NaN weights", () => rankingSoftmax(x, x, { weight: toTensor([1, "nan"]) }), UsageError, /NaN at element 1/],
    ["no such axis", () => rankingSoftmax(x, x, { axis: 1 }), ShapeError, /axis must be an integer/],
    [
      "scalars",
      () => meanPairwiseSquaredError(toTensor(1), toTensor(1)),
      ShapeError,
      /first axis is that of the samples/,
    ],
  ])("%s", (_, call, type, message) => {
    expect(call).toThrow(type);
    expect(call).toThrow(message);
  });
});
