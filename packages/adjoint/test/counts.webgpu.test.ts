/** @file How many dispatches and submissions common work takes on WebGPU, and that a replayed step makes no buffer. */
import {
  backendInfo,
  crossEntropy,
  ctcLoss,
  layerNorm,
  nn,
  onesLike,
  optim,
  rand,
  realize,
  type Tensor,
  tensor,
  valueAndGrad,
  vjp,
} from "adjoint";
import { describe, expect, test } from "vitest";
import { useBackend } from "../../../test/support/backend.ts";
import { watchGpu } from "../../backend-webgpu/test/support/watch-gpu.ts";
import "../../../test/support/webgpu.ts";

useBackend({ seed: 1 });

/** Dispatches of what a function computes; its inputs exist before. */
async function dispatchesOf(f: () => readonly Tensor[]): Promise<number> {
  const { traffic, stop } = watchGpu();
  try {
    await realize(...f());
  } finally {
    stop();
  }
  expect(traffic.submits).toBe(1);
  return traffic.dispatches;
}

const labelsOf = (rows: number, classes: number): Tensor<"i32"> =>
  tensor(Int32Array.from({ length: rows }, (_, i) => i % classes));

describe("an Adam step of a network with three layers", () => {
  const sizes = [24, 20, 16, 10];

  async function trainer(): Promise<() => Promise<number>> {
    const layers = sizes.slice(1).map((to, i) => ({ weight: rand([sizes[i] ?? 0, to]), bias: rand([to]) }));
    const [x, labels] = [rand([8, 24]), labelsOf(8, 10)];
    await realize(x, labels, ...layers.flatMap(({ weight, bias }) => [weight, bias]));
    const optimizer = optim.adam(layers, { lr: 1e-3 });
    const lossOf = (given: typeof layers): Tensor =>
      crossEntropy(
        given.reduce((h, { weight, bias }, i) => {
          const sum = h.matmul(weight).add(bias);
          return i < 2 ? sum.relu() : sum;
        }, x),
        labels,
      );
    return async () => {
      const [loss, grads] = valueAndGrad(lossOf)(layers);
      optimizer.step(grads);
      const value = await loss.item();
      loss.dispose();
      return value;
    };
  }

  test("takes at most 16 dispatches in one submission, and a replay makes neither buffers nor bind groups", async () => {
    const step = await trainer();
    // Parameters go to and fro between two buffers, and so do the bind groups.
    for (let i = 0; i < 6; i++) await step();
    const { traffic, stop } = watchGpu();
    try {
      await step();
    } finally {
      stop();
    }
    // The loss is read by a copy of its own.
    expect(traffic).toMatchObject({ submits: 2, buffers: 0, bindGroups: 0 });
    expect(traffic.dispatches).toBeLessThanOrEqual(16);
  });
});

describe("softmax cross-entropy with its gradient", () => {
  const classWeights = (): Tensor => rand([9]).add(0.5);
  test.each([
    ["none", 2, false],
    ["sum", 3, false],
    ["mean", 3, false],
    ["none", 3, true],
    ["sum", 4, true],
    ["mean", 4, true],
  ] as const)("reduction %s: at most %d, with class weights: %s", async (reduction, most, isWeighted) => {
    const [logits, labels, weight] = [rand([6, 9]), labelsOf(6, 9), classWeights()];
    await realize(logits, labels, weight);
    const lossOf = (x: Tensor): Tensor => crossEntropy(x, labels, { reduction, ...(isWeighted ? { weight } : {}) });
    const taken = await dispatchesOf(() => {
      const [loss, pullback] = vjp(lossOf, logits);
      return [loss, ...pullback(onesLike(loss))];
    });
    expect(taken).toBeLessThanOrEqual(most);
  });
});

describe("layer norm", () => {
  async function parts() {
    const [x, scale, bias, cotangent] = [rand([6, 40]), rand([40]), rand([40]), rand([6, 40])];
    await realize(x, scale, bias, cotangent);
    return { x, scale, bias, cotangent };
  }

  test("forward takes 1", async () => {
    const { x, scale, bias } = await parts();
    expect(await dispatchesOf(() => [layerNorm(x, { scale, bias })])).toBe(1);
  });

  test("backward takes at most 2 more", async () => {
    const { x, scale, bias, cotangent } = await parts();
    const norm = (...[a, b, c]: [Tensor, Tensor, Tensor]): Tensor => layerNorm(a, { scale: b, bias: c });
    const taken = await dispatchesOf(() => {
      const [y, pullback] = vjp(norm, x, scale, bias);
      return [y, ...pullback(cotangent)];
    });
    expect(taken).toBeLessThanOrEqual(3);
  });
});

test.each([
  ["none", 3],
  ["sum", 4],
  ["mean", 4],
] as const)("CTC with its gradient, reduction %s: at most %d", async (reduction, most) => {
  const [logits, labels] = [rand([3, 12, 6]), tensor(new Int32Array(3 * 4).fill(2), { shape: [3, 4] })];
  await realize(logits, labels);
  const taken = await dispatchesOf(() => {
    const [loss, pullback] = vjp((x: Tensor) => ctcLoss(x, labels, { reduction }), logits);
    return [loss, ...pullback(onesLike(loss))];
  });
  expect(taken).toBeLessThanOrEqual(most);
});

describe("an LSTM layer over 100 frames", () => {
  test("takes at most 10 forward, and 30 with its gradients", async () => {
    const layer = nn.lstm(5, 8);
    const x = rand([2, 100, 5]);
    await realize(x, ...Object.values(layer.params));
    const run = (params: typeof layer.params): Tensor => layer.with(params)(x).output;
    expect(await dispatchesOf(() => [run(layer.params)])).toBeLessThanOrEqual(10);
    const taken = await dispatchesOf(() => {
      const [loss, grads] = valueAndGrad((params: typeof layer.params) => run(params).sum())(layer.params);
      return [loss, ...Object.values(grads)];
    });
    expect(taken).toBeLessThanOrEqual(30);
  });
});

test("a product of 16-bit floats is one dispatch where the device has them, and else takes one before for each factor", async () => {
  const [a, b] = [rand([12, 16]).cast("f16"), rand([16, 8]).cast("f16")];
  await realize(a, b);
  const hasHalves = backendInfo().features.includes("shader-f16");
  expect(await dispatchesOf(() => [a.cast("f32").matmul(b.cast("f32"))])).toBe(hasHalves ? 1 : 3);
});
