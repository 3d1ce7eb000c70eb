/** @file What a value and its gradient held comes back when both are disposed, without the collector of garbage. */
import {
  crossEntropy,
  ctcLoss,
  customVjp,
  linearCrossEntropy,
  memory,
  realize,
  rnntLoss,
  type Tensor,
  tensor,
  valueAndGrad,
} from "adjoint";
import { expect, test } from "vitest";
import { useBackend } from "../../../test/support/backend.ts";

useBackend();

const floats = (...shape: number[]): Tensor => {
  const size = shape.reduce((product, extent) => product * extent, 1);
  return tensor(
    Float32Array.from({ length: size }, (_, i) => Math.sin(i)),
    { shape },
  );
};

const answering = (backward: (cotangent: Tensor, x: Tensor) => Tensor) =>
  customVjp(
    (x: Tensor) => x.mul(2),
    (cotangent, [x]) => [backward(cotangent, x)],
  );

type Labels = Tensor<"i32">;

/** Losses of `x` and, where they have any, of labels and weights, which are there beforehand. */
interface Row {
  readonly name: string;
  readonly shape: readonly number[];
  readonly labels?: readonly number[] | readonly (readonly number[])[];
  readonly weights?: readonly number[];
  loss(x: Tensor, labels: Labels, weights: Tensor): Tensor;
}

const rows: readonly Row[] = [
  { name: "a rule that computes", shape: [4, 3], loss: (x) => answering((c) => c.mul(2))(x).sum() },
  { name: "a rule of its arguments", shape: [4, 3], loss: (x) => answering((c, given) => c.mul(given))(x).sum() },
  {
    name: "a rule that answers its cotangent",
    shape: [4, 3],
    loss: (x) =>
      answering((c) => c)(x)
        .mul(x)
        .sum(),
  },
  { name: "crossEntropy", shape: [2, 3], labels: [1, 2], loss: (x, t) => crossEntropy(x, t) },
  {
    name: "ctcLoss",
    shape: [2, 4, 3],
    labels: [
      [1, 2],
      [2, 1],
    ],
    loss: (x, t) => ctcLoss(x, t),
  },
  {
    name: "ctcLoss, not reduced",
    shape: [2, 4, 3],
    labels: [
      [1, 2],
      [2, 1],
    ],
    loss: (x, t) => ctcLoss(x, t, { reduction: "none" }).sum(),
  },
  {
    name: "rnntLoss",
    shape: [2, 4, 3, 3],
    labels: [
      [1, 2],
      [2, 1],
    ],
    loss: (x, t) => rnntLoss(x, t),
  },
  {
    name: "linearCrossEntropy",
    shape: [4, 3],
    labels: [0, 1, 2, 3],
    weights: [5, 3],
    loss: (x, t, w) => linearCrossEntropy(x, w, t),
  },
];

test.each(rows)("$name", async ({ shape, labels = [0], weights = [1], loss }) => {
  const given = [floats(...shape), tensor(labels as number[], { dtype: "i32" }) as Labels, floats(...weights)] as const;
  await realize(...given);
  const [x, t, w] = given;
  const { bytes } = memory();
  for (let run = 0; run < 3; run++) {
    const [value, gradient] = valueAndGrad((argument: Tensor) => loss(argument, t, w))(x);
    await realize(value, gradient);
    expect(memory().bytes).toBeGreaterThan(bytes);
    for (const result of [value, gradient]) result.dispose();
    expect(memory().bytes).toBe(bytes);
  }
});

test("a tensor that a rule answers from outside lives on", async () => {
  const outside = floats(4, 3);
  const [value, gradient] = valueAndGrad((x: Tensor) => answering(() => outside)(x).sum())(floats(4, 3));
  await realize(value, gradient, outside);
  for (const result of [value, gradient]) result.dispose();
  expect(await outside.data()).toHaveLength(12);
});
