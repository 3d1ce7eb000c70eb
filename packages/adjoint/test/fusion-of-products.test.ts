/** @file Products with what follows them in one kernel give what they give apart. */
import {
  crossEntropy,
  explain,
  manualSeed,
  nn,
  optim,
  profile,
  randint,
  randn,
  realize,
  type Tensor,
  valueAndGrad,
} from "adjoint";
import { describe, expect, test } from "vitest";
import { testedBackend, useBackend } from "../../../test/support/backend.ts";

useBackend({ seed: 3 });

type Follow = (product: Tensor) => Tensor;

/** On the CPU an epilogue is the kernel that ran apart. A GPU's compiler may contract across the seam. */
const tolerance = testedBackend() === "cpu" ? 0 : 2e-6;

async function expectEqual(a: Tensor, b: Tensor): Promise<void> {
  const [left, right] = [await a.data(), await b.data()];
  expect(left.length).toBe(right.length);
  left.forEach((value, i) => {
    const other = right[i] ?? Number.NaN;
    const isNear = Math.abs(value - other) <= tolerance * Math.max(1, Math.abs(other));
    if (!Object.is(value, other) && !isNear) throw new Error(`element ${i}: ${value}, apart ${other}`);
  });
}

const FOLLOWERS: Readonly<Record<string, (columns: number) => Follow>> = {
  "bias and relu": (n) => {
    const bias = randn([n]);
    return (p) => p.add(bias).relu();
  },
  "gelu and exp": () => (p) => p.gelu().mul(p.neg().exp()),
  softmax: () => (p) => p.mul(0.3).softmax(),
  "norm of rows": () => (p) => p.sub(p.mean(-1, true)).div(p.square().mean(-1, true).add(1e-5).sqrt()),
};

/** Blocks of rows of several sizes, more columns than a block has, one row, batches with a rest. */
const SHAPES: readonly (readonly [batch: number, m: number, k: number, n: number])[] = [
  [1, 13, 7, 9],
  [1, 601, 33, 40],
  [1, 40, 9, 1200],
  [1, 1, 50, 300],
  [7, 45, 12, 17],
  [2, 300, 20, 65],
];

describe.each(Object.entries(FOLLOWERS))("%s", (_, follower) => {
  test.each(SHAPES)("behind %i × %i×%i×%i", async (batch, m, k, n) => {
    const [a, b] = [randn([batch, m, k]), randn([batch, k, n])];
    const follow = follower(n);
    const apart = a.matmul(b);
    await realize(apart, a, b);
    await expectEqual(follow(a.matmul(b)), follow(apart));
  });
});

describe("counts", () => {
  test("a layer is one dispatch, a layer with softmax two", async () => {
    const [x, w, bias] = [randn([32, 16]), randn([16, 24]), randn([24])];
    await realize(x, w, bias);
    expect(explain(x.matmul(w).add(bias).gelu()).dispatches).toBe(1);
    expect(explain(x.matmul(w).add(bias).softmax()).dispatches).toBe(2);
  });

  test("Adam's step of three layers takes at most 13", async () => {
    manualSeed(1);
    const layers = [nn.linear(64, 48), nn.linear(48, 48), nn.linear(48, 10)] as const;
    const params = layers.map((layer) => layer.params);
    const opt = optim.adam(params, { lr: 1e-3 });
    const [x, labels] = [randn([32, 64]), randint(0, 10, [32])];
    await realize(x, labels);
    const loss = (given: typeof params): Tensor =>
      crossEntropy(
        layers.reduce((h, layer, i) => {
          const sum = layer.with(given[i] ?? layer.params)(h);
          return i < 2 ? sum.relu() : sum;
        }, x),
        labels,
      );
    const losses: number[] = [];
    const train = async (): Promise<void> => {
      const [value, grads] = valueAndGrad(loss)(params);
      opt.step(grads);
      losses.push(await value.item());
    };
    // The first step also computes the initial values.
    for (let step = 0; step < 2; step++) await train();
    expect((await profile(train)).steps.length).toBeLessThanOrEqual(13);
    expect(losses[2]).toBeLessThan(losses[0] ?? 0);
  });
});
