/**
 * @file `explain` shows the same kernels on both backends: they run the same plans. Running sums, and sorts of long rows, are
 * the exception: a CPU does them serially.
 */
import {
  configure,
  crossEntropy,
  ctcLoss,
  type DType,
  explain,
  layerNorm,
  manualSeed,
  matmul,
  nn,
  rand,
  randint,
  randn,
  realize,
  scatterAdd,
  shutdown,
  sort,
  sum,
  type Tensor,
  tensor,
  valueAndGrad,
  zeros,
} from "adjoint";
import { afterAll, describe, expect, test } from "vitest";

afterAll(() => shutdown());

const given = async (shape: readonly number[]): Promise<Tensor> => {
  const x = randn(shape);
  await realize(x);
  return x;
};

const labels = (): Tensor<"i32"> => tensor(Int32Array.from({ length: 64 }, (_, i) => i % 10));

/** Graphs whose leaves have values. */
const GRAPHS: Readonly<Record<string, () => Promise<readonly Tensor<DType>[]>>> = {
  "softmax cross-entropy, forward and backward": async () =>
    valueAndGrad((x: Tensor) => crossEntropy(x, labels()))(await given([64, 10])),
  "CTC, forward and backward": async () => {
    const targets = tensor(
      Int32Array.from({ length: 15 }, (_, i) => 1 + (i % 7)),
      { shape: [3, 5] },
    );
    return valueAndGrad((x: Tensor) => ctcLoss(x, targets, { inputLengths: [20, 18, 12] }))(await given([3, 20, 8]));
  },
  "CTC of targets that exceed shared memory": async () => {
    const targets = tensor(
      Int32Array.from({ length: 600 }, (_, i) => 1 + (i % 19)),
      { shape: [1, 600] },
    );
    return valueAndGrad((x: Tensor) => ctcLoss(x, targets))(await given([1, 1300, 20]));
  },
  "a step of a GRU, forward and backward": async () => {
    const layer = nn.gru(12, 16, { bidirectional: true });
    await realize(...Object.values(layer.params));
    const x = await given([4, 9, 12]);
    const loss = (params: typeof layer.params): Tensor => sum(layer.with(params)(x).output);
    const [value, grads] = valueAndGrad(loss)(layer.params);
    return [value, ...Object.values(grads)];
  },
  "layer norm, forward and backward": async () =>
    valueAndGrad((x: Tensor) => sum(layerNorm(x).square()))(await given([32, 100])),
  "a layer, forward and backward": async () => {
    const [x, w] = [await given([33, 17]), await given([17, 9])];
    return valueAndGrad((weight: Tensor) => matmul(x, weight).tanh().sum())(w);
  },
  "sorting and few scattered sums": async () => {
    const { values, indices } = sort(await given([3, 60]));
    return [values, indices, scatterAdd(zeros([50, 8]), randint(0, 50, [100]), rand([100, 8]))];
  },
};

async function explanationOn(backend: "cpu" | "webgpu", build: () => Promise<readonly Tensor<DType>[]>) {
  await shutdown();
  expect((await configure({ backend, threads: 1 })).backend).toBe(backend);
  manualSeed(1);
  const explanation = explain(...(await build()));
  return { text: String(explanation), kernels: explanation.kernels };
}

describe("explain says the same on both backends", () => {
  test.each(Object.entries(GRAPHS))("%s", async (_, build) => {
    const cpu = await explanationOn("cpu", build);
    const webgpu = await explanationOn("webgpu", build);
    expect(cpu.kernels.length).toBeGreaterThan(0);
    expect(webgpu.kernels).toEqual(cpu.kernels);
    expect(webgpu.text).toBe(cpu.text);
  });
});
