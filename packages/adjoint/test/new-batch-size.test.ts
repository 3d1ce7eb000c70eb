/** @file What a training loop compiles when its batches change size. */
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  configure,
  crossEntropy,
  optim,
  planStats,
  shutdown,
  type Tensor,
  tensor,
  valueAndGrad,
} from "../src/index.ts";

type Layer = Readonly<Record<"weight" | "bias", Tensor>>;

const SIZES = [12, 8, 6, 5];
const values = (count: number): Float32Array => Float32Array.from({ length: count }, (_, i) => Math.sin(i) / 4);

beforeEach(async () => {
  await configure({ backend: "cpu", threads: 1 });
});
afterEach(() => shutdown());

test("only kernels that reduce over the batch are compiled again", async () => {
  const layers = SIZES.slice(1).map((size, i): Layer => {
    const inputs = SIZES[i] ?? 1;
    return {
      weight: tensor(values(inputs * size), { shape: [inputs, size] }),
      bias: tensor(values(size)),
    };
  });
  const optimizer = optim.adam(layers);
  const step = async (batch: number): Promise<number> => {
    const x = tensor(values(batch * 12), { shape: [batch, 12] });
    const labels = tensor(Int32Array.from({ length: batch }, (_, i) => i % 5));
    const predict = (given: readonly Layer[]): Tensor =>
      given.reduce((h, { weight, bias }, i) => {
        const sum = h.matmul(weight).add(bias);
        return i + 1 < given.length ? sum.relu() : sum;
      }, x);
    const [loss, gradients] = valueAndGrad((given: typeof layers) => crossEntropy(predict(given), labels))(layers);
    optimizer.step(gradients);
    await loss.item();
    for (const each of [loss, x, labels]) each.dispose();
    return planStats().kernels;
  };

  const first = await step(32);
  expect(await step(32)).toBe(first);
  // The gradients of three biases, and the mean of the losses.
  const again = (await step(24)) - first;
  expect(again).toBeLessThanOrEqual(4);
  expect(again).toBeLessThan(first);
  optimizer.dispose();
  for (const { weight, bias } of layers) for (const each of [weight, bias]) each.dispose();
});
