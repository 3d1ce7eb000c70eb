/**
 * @file Values that are only known on the device, and degenerate ones: labels out of range, padding of NaN, sequences
 * without a path, tensors without elements. Nothing is thrown; the results are those that the losses document.
 */
import {
  add,
  crossEntropy,
  ctcLoss,
  cumsum,
  gather,
  grad,
  logSumExp,
  matmul,
  mean,
  prod,
  rand,
  sort,
  sum,
  type Tensor,
  tensor,
  valueAndGrad,
  zeros,
} from "adjoint";
import { describe, expect, test } from "vitest";
import { useBackend } from "../../../test/support/backend.ts";

useBackend({ seed: 3 });

/** Integers that the host does not know: the result of a computation. */
function onDevice(values: readonly (readonly number[])[] | readonly number[]): Tensor<"i32"> {
  return add(tensor(values, { dtype: "i32" }), zeros([], { dtype: "i32" }));
}

describe("what only the device knows", () => {
  test("a label that is no class makes the loss of its row NaN, and of no other", async () => {
    const losses = await crossEntropy(rand([3, 4]), onDevice([1, 4, -1]), { reduction: "none" }).data();
    expect([...losses].map(Number.isNaN)).toEqual([false, true, true]);
  });

  test("a label of ctcLoss that is no class, or a length beyond, makes the loss of its sequence NaN", async () => {
    const logits = rand([4, 5, 3]);
    const labels = onDevice([
      [1, 2],
      [1, 3],
      [1, 2],
      [1, 2],
    ]);
    const losses = await ctcLoss(logits, labels, {
      inputLengths: onDevice([5, 5, 6, 5]),
      labelLengths: onDevice([2, 2, 2, 3]),
      reduction: "none",
    }).data();
    expect([...losses].map(Number.isNaN)).toEqual([false, true, true, true]);
  });

  test("an index out of range takes nothing from beyond the tensor", async () => {
    const rows = await gather(tensor([[1, 2]]), onDevice([0, 7, -1]), 0).array();
    expect(rows).toEqual([
      [1, 2],
      [0, 0],
      [0, 0],
    ]);
  });
});

describe("ctcLoss with padding", () => {
  const clean = Float32Array.from({ length: 2 * 4 * 3 }, (_, i) => Math.sin(3 * i));
  const lengths = [4, 2];
  const dirty = clean.map((x, i) => (Math.floor(i / 3) % 4 < (lengths[Math.floor(i / 12)] ?? 0) ? x : Number.NaN));
  const labels = (): Tensor<"i32"> => tensor(Int32Array.of(1, 2, 2, -9), { shape: [2, 2] });
  const run = (data: Float32Array): [Tensor, Tensor] =>
    valueAndGrad((x: Tensor) => ctcLoss(x, labels(), { inputLengths: lengths, labelLengths: [2, 1] }))(
      tensor(data, { shape: [2, 4, 3] }),
    );

  test("of NaN has the loss and the gradient of any other, which is 0 there", async () => {
    const [loss, gradient] = run(dirty);
    const [expectedLoss, expectedGradient] = run(clean);
    const values = await gradient.data();
    expect(await loss.item()).toBe(await expectedLoss.item());
    expect(values).toEqual(await expectedGradient.data());
    expect(dirty.filter(Number.isNaN)).toHaveLength(6);
    for (const [i, x] of dirty.entries()) if (Number.isNaN(x)) expect(values[i]).toBe(0);
  });
});

describe("ctcLoss of sequences without a path", () => {
  const labels = (): Tensor<"i32"> =>
    tensor(
      [
        [1, 1],
        [1, 2],
      ],
      { dtype: "i32" },
    );
  const losses = (zeroInfinity: boolean) => (x: Tensor) => ctcLoss(x, labels(), { zeroInfinity, reduction: "none" });

  test.each([
    [false, Number.POSITIVE_INFINITY],
    [true, 0],
  ])("with zeroInfinity %s gives %d, and the gradient 0", async (zeroInfinity, expected) => {
    const logits = tensor(
      Float32Array.from({ length: 12 }, (_, i) => i / 7),
      { shape: [2, 2, 3] },
    );
    const [infeasible, feasible] = await losses(zeroInfinity)(logits).data();
    expect(infeasible).toBe(expected);
    expect(feasible).toBeGreaterThan(0);
    for (const reduction of ["mean", "sum"] as const) {
      const [loss, gradient] = valueAndGrad((x: Tensor) => ctcLoss(x, labels(), { zeroInfinity, reduction }))(logits);
      const slope = [...(await gradient.data())];
      expect(Number.isFinite(await loss.item())).toBe(zeroInfinity);
      expect(slope.slice(0, 6).map(Math.abs)).toEqual(new Array(6).fill(0));
      expect(slope.slice(6).every((x) => Number.isFinite(x) && x !== 0)).toBe(true);
    }
  });

  test("a needed logit of −∞ is no path either", async () => {
    const never = Number.NEGATIVE_INFINITY;
    const logits = tensor([
      [
        [0, never, 0],
        [0, never, 0],
        [0, never, 0],
      ],
    ]);
    const loss = (x: Tensor): Tensor => ctcLoss(x, tensor([[1]], { dtype: "i32" }));
    const [value, gradient] = valueAndGrad(loss)(logits);
    expect(await value.item()).toBe(Number.POSITIVE_INFINITY);
    expect([...(await gradient.data())].map(Math.abs)).toEqual(new Array(9).fill(0));
  });
});

describe("tensors without elements", () => {
  test("have the sum 0, the product 1 and the mean NaN", async () => {
    const none = tensor([]);
    expect(none.shape).toEqual([0]);
    expect(none.dtype).toBe("f32");
    expect(await sum(none).item()).toBe(0);
    expect(await prod(none).item()).toBe(1);
    expect(await mean(none).item()).toBeNaN();
  });

  test("go through operations", async () => {
    const none = zeros([0, 3]);
    expect(await none.add(1).array()).toEqual([]);
    expect(await none.sum(0).array()).toEqual([0, 0, 0]);
    expect(await matmul(none.transpose(), none).array()).toEqual([
      [0, 0, 0],
      [0, 0, 0],
      [0, 0, 0],
    ]);
    expect(await sort(none, 0).values.array()).toEqual([]);
    expect(await cumsum(none, 0).array()).toEqual([]);
    expect(await none.softmax().array()).toEqual([]);
    expect(() => logSumExp(none, 0)).toThrow(/at least one element/);
  });

  test("have gradients", async () => {
    const gradient = grad((x: Tensor) => x.mul(2).sum())(zeros([0, 3]));
    expect(gradient.shape).toEqual([0, 3]);
    expect(await gradient.array()).toEqual([]);
  });

  test("have losses: their sum is 0, their mean NaN", async () => {
    const rows = [zeros([0, 3]), tensor(new Int32Array(0))] as const;
    expect(await crossEntropy(...rows, { reduction: "sum" }).item()).toBe(0);
    expect(await crossEntropy(...rows).item()).toBeNaN();
  });
});
