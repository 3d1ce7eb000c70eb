/** @file What the compiler promises of whole programs: how few kernels, how few submissions, and how rarely it runs. */

import {
  add,
  arange,
  crossEntropy,
  ctcLoss,
  div,
  equal,
  exp,
  expandDims,
  explain,
  log,
  max,
  mean,
  mul,
  nn,
  optim,
  planStats,
  rand,
  realize,
  sub,
  sum,
  type Tensor,
  tensor,
  valueAndGrad,
  where,
} from "adjoint";
import { describe, expect, test } from "vitest";
import { useBackend } from "../../../test/support/backend.ts";

useBackend({ seed: 5 });

const logitsOf = (rows: number, classes: number): Tensor => rand([rows, classes]);
const labelsOf = (rows: number, classes: number): Tensor<"i32"> =>
  tensor(
    Int32Array.from({ length: rows }, (_, i) => (i * 7) % classes),
    { shape: [rows] },
  );

/** Mean cross-entropy as one would write it without a library of losses. */
function handWritten(logits: Tensor, labels: Tensor<"i32">): Tensor {
  const classes = logits.shape[1] ?? 1;
  const top = max(logits, 1, true);
  const logSum = add(log(sum(exp(sub(logits, top)), 1, true)), top);
  const isLabel = equal(expandDims(labels, 1), arange(0, classes, 1, { dtype: "i32" }));
  const picked = sum(where(isLabel, logits, 0), 1, true);
  return mean(sub(logSum, picked));
}

describe("softmax cross-entropy", () => {
  test.each([
    ["the loss", (z: Tensor, y: Tensor<"i32">) => crossEntropy(z, y)],
    ["written from exp, sum and max", handWritten],
  ])("%s, forward and backward, is at most 3 kernels", (_, loss) => {
    const labels = labelsOf(64, 100);
    const [value, gradient] = valueAndGrad((z: Tensor) => loss(z, labels))(logitsOf(64, 100));
    const plan = explain(value, gradient);
    expect(plan.dispatches).toBeLessThanOrEqual(3);
    expect(plan.submits).toBe(1);
  });

  test("both say the same", async () => {
    const labels = labelsOf(8, 10);
    const logits = logitsOf(8, 10);
    await realize(logits);
    const [a, da] = valueAndGrad((z: Tensor) => crossEntropy(z, labels))(logits);
    const [b, db] = valueAndGrad((z: Tensor) => handWritten(z, labels))(logits);
    expect(await a.item()).toBeCloseTo(await b.item(), 6);
    const [left, right] = [await da.data(), await db.data()];
    left.forEach((x, i) => void expect(x).toBeCloseTo(right[i] ?? Number.NaN, 6));
  });
});

test("CTC, forward and backward, is at most 4 kernels", async () => {
  const logits = rand([4, 30, 12]);
  const labels = tensor(
    Int32Array.from({ length: 20 }, (_, i) => 1 + (i % 11)),
    { shape: [4, 5] },
  );
  await realize(logits);
  const [value, gradient] = valueAndGrad((z: Tensor) => ctcLoss(z, labels))(logits);
  const plan = explain(value, gradient);
  expect(plan.dispatches).toBeLessThanOrEqual(4);
  expect(plan.submits).toBe(1);
});

describe("a training loop under Adam, with a falling rate and dropout", () => {
  test("is one plan a step, and misses the plan cache in the first two steps only", async () => {
    const [first, dropout, last] = [nn.linear(6, 16), nn.dropout(0.3), nn.linear(16, 3)];
    const params = { first: first.params, last: last.params };
    const opt = optim.adam(params, { lr: optim.exponentialDecay(1e-2, { decay: 0.99 }) });
    const x = rand([12, 6]);
    const y = labelsOf(12, 3);
    await realize(x);
    const loss = (p: typeof params): Tensor =>
      crossEntropy(last.with(p.last)(dropout(first.with(p.first)(x).tanh())), y);
    const misses: number[] = [];
    const losses: number[] = [];
    for (let step = 0; step < 8; step++) {
      const before = planStats();
      const [value, grads] = valueAndGrad(loss)(params);
      opt.step(grads);
      losses.push(await value.item());
      const after = planStats();
      misses.push(after.misses - before.misses);
      // The first step also computes the initial values.
      if (step > 0) expect(after.misses + after.hits - before.misses - before.hits).toBe(1);
      value.dispose();
    }
    expect(misses.slice(2)).toEqual([0, 0, 0, 0, 0, 0]);
    expect(new Set(losses).size).toBe(8);
  });
});

test("a new batch size makes a plan from kernels that are compiled", async () => {
  const w = rand([5, 4]);
  await realize(w);
  const run = async (rows: number): Promise<number> => {
    const x = rand([rows, 5]);
    await realize(x);
    const before = planStats();
    await realize(exp(mul(sub(x.matmul(w), 1), 2)), div(sum(x, 1, true), 5));
    return planStats().kernels - before.kernels;
  };
  await run(64);
  expect(await run(48)).toBe(0);
});
