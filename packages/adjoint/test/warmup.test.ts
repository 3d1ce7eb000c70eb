/** @file `warmup`: the first call afterwards makes no plan and compiles nothing, and nothing has changed. */
import {
  crossEntropy,
  manualSeed,
  memory,
  nn,
  optim,
  planStats,
  rand,
  realize,
  type Tensor,
  tensor,
  valueAndGrad,
  type WarmupProgress,
  warmup,
} from "adjoint";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { useBackend } from "../../../test/support/backend.ts";

useBackend();
beforeEach(() => manualSeed(1));

/** What a run makes new: plans, and kernels. */
async function newOf(run: () => Promise<unknown>): Promise<{ plans: number; kernels: number }> {
  const before = planStats();
  await run();
  const { misses, kernels } = planStats();
  return { plans: misses - before.misses, kernels: kernels - before.kernels };
}

const NOTHING = { plans: 0, kernels: 0 };
/** Shapes that no other test has: kernels are kept from test to test. */
let size = 40;
afterEach(() => {
  size += 1;
});

const ramp = (...shape: number[]): Tensor =>
  tensor(
    Float32Array.from({ length: shape.reduce((a, b) => a * b) }, (_, i) => ((i * 7) % 11) / 11 - 0.5),
    { shape },
  );

describe("inference", () => {
  test("compiles what the function needs, says so, and computes nothing", async () => {
    const [w, x] = [ramp(size, 7), ramp(3, size)];
    const model = (input: Tensor): Tensor => input.matmul(w).tanh().softmax();
    const steps: WarmupProgress[] = [];
    const { bytes, buffers } = memory();
    const report = await warmup(model, x, { onProgress: (step) => steps.push(step) });
    expect(report).toMatchObject({ plans: 1 });
    expect(report.kernels).toBeGreaterThan(0);
    expect(memory()).toMatchObject({ bytes, buffers });
    expect(steps.map(({ done }) => done)).toEqual(steps.map((_, i) => i + 1));
    expect(steps.at(-1)?.total).toBe(steps.length);
    expect(await newOf(() => model(x).data())).toEqual(NOTHING);
    expect(await warmup(model, x)).toMatchObject({ plans: 1, kernels: 0 });
  });

  test("takes the tensors of a result together, and reads inside one by one", async () => {
    const x = ramp(size, 3);
    const both = (): { a: Tensor; b: Tensor } => ({ a: x.exp().sum(0), b: x.sin().sum(1) });
    await warmup(both);
    expect(
      await newOf(() => {
        const { a, b } = both();
        return realize(a, b);
      }),
    ).toEqual(NOTHING);
    const apart = async (): Promise<unknown> => x.cos().sum(0).data();
    expect(await warmup(apart)).toMatchObject({ plans: 1 });
    expect(await newOf(apart)).toEqual(NOTHING);
  });

  test("awaits an asynchronous function that waits for nothing", async () => {
    const x = ramp(size, 2);
    const f = async (): Promise<Tensor> => x.exp().cumsum(0);
    expect(await warmup(f)).toMatchObject({ plans: 1 });
    expect(await newOf(async () => (await f()).data())).toEqual(NOTHING);
  });
});

/** A small model with dropout, and its step. */
function trainer() {
  const model = nn.sequential(nn.linear(size, 8), nn.linear(8, 3));
  const [x, labels] = [ramp(4, size), tensor([0, 1, 2, 0], { dtype: "i32" })];
  const optimizer = optim.adam(model.params, { lr: 0.05 });
  const lossOf = (params: typeof model.params): Tensor =>
    crossEntropy(model.with(params)(x.mul(rand([4, size]).add(0.5))), labels);
  const step = (): Tensor => {
    const [loss, grads] = valueAndGrad(lossOf)(model.params);
    optimizer.step(grads);
    return loss;
  };
  return { model, optimizer, step };
}

async function losses(step: () => Tensor, count: number): Promise<number[]> {
  const found: number[] = [];
  for (let i = 0; i < count; i++) found.push(await step().item());
  return found;
}

describe("a training step", () => {
  test("compiles nothing from its first call on, and trains as without", async () => {
    const expected = await losses(trainer().step, 4);
    manualSeed(1);
    size += 100;
    const { step, optimizer, model } = trainer();
    manualSeed(1);
    const report = await warmup(step);
    expect(report.plans).toBeGreaterThan(0);
    expect(optimizer.steps).toBe(0);
    expect(await newOf(() => losses(step, 3))).toEqual(NOTHING);
    expect(optimizer.steps).toBe(3);
    size -= 100;
    expect(model.params).toBeDefined();
    // The same model again, warmed up in the middle of its training.
    manualSeed(1);
    const again = trainer();
    const first = await losses(again.step, 2);
    await warmup(again.step);
    expect([...first, ...(await losses(again.step, 2))]).toEqual(expected);
  });

  test("may be one with backward and zeroGrad; gradients stay what they were", async () => {
    const w = tensor(new Float32Array(size).fill(0.5), { requiresGrad: true });
    const optimizer = optim.sgd([w], { lr: 0.1, momentum: 0.9 });
    const step = (x: Tensor): Promise<number> => {
      optimizer.zeroGrad();
      const loss = w.mul(x).sub(1).square().sum();
      loss.backward();
      optimizer.step();
      return loss.item();
    };
    const x = ramp(size);
    const outside = w.mul(3).sum();
    outside.backward();
    const before = w.grad;
    // Computed now, as the loss has parts of it.
    expect(await before?.data()).toEqual(new Float32Array(size).fill(3));
    await warmup(step, x);
    expect(w.grad).toBe(before);
    expect(before?.isDisposed).toBe(false);
    expect(await w.data()).toEqual(new Float32Array(size).fill(0.5));
    expect(await newOf(() => step(x).then(() => step(x)))).toEqual(NOTHING);
    // It waited for the step all the while.
    expect(await outside.item()).toBe(1.5 * size);
    // The values before a step are still there after a warm-up.
    const old = w.mul(1.5);
    await step(x);
    await warmup(step, x);
    expect(await old.data()).toHaveLength(size);
  });

  test("leaves alone a graph from outside that it sweeps, and losses that wait for a step", async () => {
    const w = tensor([2, size], { requiresGrad: true });
    const optimizer = optim.sgd([w], { lr: 0.5 });
    const loss = w.square().sum();
    await warmup(() => {
      loss.backward();
      optimizer.step();
    });
    expect(w.grad).toBeNull();
    loss.backward();
    optimizer.step();
    expect(await loss.item()).toBe(4 + size * size);
    expect(await w.data()).toEqual(new Float32Array(2));
  });
});

describe("what it refuses", () => {
  test("a function that waits for something else", async () => {
    const f = () => new Promise((resolve) => setTimeout(resolve, 50));
    await expect(warmup(f)).rejects.toThrow("may wait for values of tensors alone");
  });

  test("what the function throws comes through, and everything works afterwards", async () => {
    const x = ramp(size);
    const draw = (): Promise<unknown> => rand([3]).data();
    const expected = await draw();
    manualSeed(1);
    const fails = (): Tensor => x.add(rand([size + 1]));
    await expect(warmup(fails)).rejects.toThrow("broadcast");
    await expect(warmup(async () => fails())).rejects.toThrow("broadcast");
    expect(await draw()).toEqual(expected);
  });

  test("reading what was made inside", async () => {
    const x = ramp(size);
    let leaked: Tensor | undefined;
    await warmup(() => {
      leaked = x.mul(1.5);
      return leaked;
    });
    await expect(leaked?.data()).rejects.toThrow("made inside of warmup");
  });
});
