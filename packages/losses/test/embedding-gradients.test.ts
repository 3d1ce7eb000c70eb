/** @file Gradients of the losses of embeddings, rankings and regions: against finite differences, and by their kernels. */
import { explain, gradcheck, scope, type Tensor, tensor, valueAndGrad } from "adjoint";
import { describe, expect, it } from "vitest";
import {
  binaryDice,
  circle,
  cosineEmbedding,
  dice,
  generalizedDice,
  hingeEmbedding,
  marginRanking,
  meanPairwiseSquaredError,
  ntxent,
  rankingSoftmax,
  triplet,
  tripletWithDistance,
  tversky,
} from "../src/index.ts";
import { toLabels, toTensor } from "./support/numbers.ts";

type Loss = (x: Tensor) => Tensor;

const wave = (shape: readonly number[], dtype: "f32" | "f64", phase = 0): Tensor => {
  const size = shape.reduce((a, b) => a * b, 1);
  const data = Float64Array.from({ length: size }, (_, i) => 1.5 * Math.sin(2.3 * i + phase));
  return tensor(data, { dtype, shape }) as unknown as Tensor;
};

/** The losses, their arguments in a dtype, and how many kernels value and gradient may take. */
function cases(dtype: "f32" | "f64"): [name: string, loss: Loss, shape: readonly number[], kernels: number][] {
  const b = wave([4, 3], dtype, 1);
  const c = wave([4, 3], dtype, 2.5);
  const signs = toLabels([1, -1, -1, 1]);
  const weight = toTensor([1, 2, 0.5, 1], dtype);
  const groups = toLabels([0, 1, 0, 1]);
  const mask = toTensor(
    [
      [1, 1, 0],
      [1, 1, 1],
      [0, 0, 0],
      [1, 0, 1],
    ],
    dtype,
  );
  const target = toTensor(
    [
      [1, 0, 0],
      [0, 1, 0],
      [0, 1, 0],
      [0, 0, 1],
    ],
    dtype,
  );
  const samples = (x: Tensor): Tensor => x.reshape([2, 2, 3]);
  return [
    ["triplet", (x) => triplet(x, b, c), [4, 3], 2],
    ["triplet, swapped, p = 3", (x) => triplet(x, b, c, { p: 3, swap: true, weight }), [4, 3], 2],
    ["triplet, p = 1", (x) => triplet(x, b, c, { p: 1, margin: 3 }), [4, 3], 2],
    ["triplet, eps under the root", (x) => triplet(b, x, c, { epsPlace: "root" }), [4, 3], 2],
    ["triplet, negative", (x) => triplet(b, c, x, { p: Number.POSITIVE_INFINITY, margin: 2 }), [4, 3], 2],
    [
      "tripletWithDistance",
      (x) => tripletWithDistance(x, b, c, { distance: (p, q) => p.sub(q).square().sum(-1) }),
      [4, 3],
      2,
    ],
    ["hingeEmbedding", (x) => hingeEmbedding(x, signs, { margin: 0.5, weight }), [4], 1],
    ["cosineEmbedding", (x) => cosineEmbedding(x, b, signs, { margin: -0.5 }), [4, 3], 2],
    ["ntxent", (x) => ntxent(x, groups, { temperature: 0.5 }), [4, 3], 8],
    ["circle", (x) => circle(x, groups, { gamma: 2, normalize: true, weight }), [4, 3], 12],
    [
      "circle with references",
      (x) => circle(b, groups, { gamma: 2, references: x, referenceLabels: groups }),
      [4, 3],
      9,
    ],
    ["marginRanking", (x) => marginRanking(x, weight, signs, { margin: 0.3 }), [4], 1],
    ["rankingSoftmax", (x) => rankingSoftmax(x, target), [4, 3], 2],
    ["rankingSoftmax with a mask", (x) => rankingSoftmax(x, target, { where: mask, weight: mask }), [4, 3], 4],
    ["meanPairwiseSquaredError", (x) => meanPairwiseSquaredError(x, b, { weight }), [4, 3], 2],
    ["dice", (x) => dice(x.square(), target, { axis: 1 }), [4, 3], 2],
    [
      "dice of logits",
      (x) => dice(samples(x), samples(target), { axis: 1, applySoftmax: true, smooth: 1, ignoreBackground: true }),
      [4, 3],
      4,
    ],
    ["tversky", (x) => tversky(x.square(), target, { alpha: 0.3, beta: 0.7, axis: 1 }), [4, 3], 2],
    ["binaryDice", (x) => binaryDice(x, target), [4, 3], 2],
    ["generalizedDice", (x) => generalizedDice(samples(x), samples(target)), [4, 3], 4],
  ];
}

describe("gradients agree with finite differences", () => {
  it.each(cases("f64"))("%s", async (_, loss, shape) => {
    const { checked } = await gradcheck(loss, [wave(shape, "f64")]);
    expect(checked).toBe(shape.reduce((a, b) => a * b, 1));
  });
});

describe("value and gradient together take few kernels", () => {
  it.each(cases("f32"))("%s", (_, loss, shape, most) => {
    const dispatches = scope(() => explain(...valueAndGrad(loss)(wave(shape, "f32"))).dispatches);
    expect(dispatches).toBeLessThanOrEqual(most);
    expect(dispatches).toBeGreaterThan(0);
  });
});
