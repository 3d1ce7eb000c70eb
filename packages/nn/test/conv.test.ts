/** @file Layers of convolution: what they compute, and how they begin. */
import { grad } from "@adjoint/autograd";
import { conv2d as conv2dOp, ones, random, square, sum, type Tensor, tensor } from "@adjoint/core";
import { expect, test } from "vitest";
import { useBackend } from "../../../test/support/backend.ts";
import { conv1d, conv2d } from "../src/index.ts";

useBackend();

test("conv2d convolves, and adds the bias to channels", async () => {
  const layer = conv2d(1, 2, 2, { stride: 2 });
  const params = {
    weight: tensor([
      [
        [
          [1, 2],
          [3, 4],
        ],
      ],
      [
        [
          [1, 0],
          [0, 0],
        ],
      ],
    ]) as Tensor,
    bias: tensor([[[10]], [[20]]]) as Tensor,
  };
  const x = tensor([
    [
      [
        [1, 2, 0, 1],
        [3, 4, 1, 0],
      ],
    ],
  ]) as Tensor;
  expect(await layer.with(params)(x).array()).toEqual([[[[40, 15]], [[21, 20]]]]);
  expect(conv2d(3, 8, [1, 3], { padding: "same", groups: 1 })(ones([2, 3, 4, 5])).shape).toEqual([2, 8, 4, 5]);
});

test("conv1d has groups, and can do without a bias", async () => {
  const layer = conv1d(4, 6, 3, { groups: 2, bias: false, dilation: 2 });
  expect(layer.params.weight.shape).toEqual([6, 2, 3]);
  expect(layer.params.bias).toBeUndefined();
  expect(layer(ones([1, 4, 9])).shape).toEqual([1, 6, 5]);
});

test("initial values are uniform in what PyTorch takes, and equal for equal keys", async () => {
  const layer = conv2d(4, 5, 3, { key: random.key(1) });
  const weight = [...(await layer.params.weight.data())];
  const bound = 1 / Math.sqrt(36);
  expect(Math.max(...weight.map(Math.abs))).toBeLessThanOrEqual(bound);
  expect(Math.max(...weight.map(Math.abs))).toBeGreaterThan(0.9 * bound);
  expect([...(await conv2d(4, 5, 3, { key: random.key(1) }).params.weight.data())]).toEqual(weight);
});

test("gradients reach weight and bias", async () => {
  const layer = conv2d(2, 3, 3, { padding: 1 });
  const x = random.normal(random.key(2), [1, 2, 4, 4]);
  const grads = grad((params: typeof layer.params) => sum(square(layer.with(params)(x))))(layer.params);
  const { weight, bias } = layer.params;
  const y = conv2dOp(x, weight, { padding: 1 }).add(bias as Tensor);
  const expected = await sum(y.mul(2), [0, 2, 3]).data();
  const actual = (await grads.bias?.data()) ?? [];
  for (const [i, value] of expected.entries()) expect(actual[i]).toBeCloseTo(value, 4);
  expect(grads.weight.shape).toEqual(weight.shape);
});
