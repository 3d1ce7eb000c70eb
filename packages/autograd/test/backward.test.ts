import { add, detach, exp, matmul, mul, sum, type Tensor, takePendingLosses, tensor, UsageError } from "@adjoint/core";
import { describe, expect, it } from "vitest";
import { useBackend } from "../../../test/support/backend.ts";
import { grad, noGrad } from "../src/index.ts";

useBackend();

const leaf = (data: number | number[]): Tensor => tensor(data, { requiresGrad: true });
const gradOf = async (t: Tensor): Promise<number[]> => [...((await t.grad?.data()) ?? [])];

describe("backward", () => {
  it("fills grad of the leaves, and of nothing else", async () => {
    const [w, x] = [leaf([1, 2]), tensor([3, 4])];
    const h = mul(w, x);
    sum(mul(h, h)).backward();
    expect(await gradOf(w)).toEqual([18, 64]);
    expect([x.grad, h.grad]).toEqual([null, null]);
    expect(w.grad?.requiresGrad).toBe(false);
    expect(w.grad?.node.isTracked).toBe(false);
  });

  it("adds up over several losses", async () => {
    const w = leaf([1, 2]);
    sum(mul(w, w)).backward();
    sum(mul(w, 3)).backward();
    expect(await gradOf(w)).toEqual([5, 7]);
    w.grad = null;
    sum(w).backward();
    expect(await gradOf(w)).toEqual([1, 1]);
  });

  it("agrees with grad", async () => {
    const f = (w: Tensor, x: Tensor): Tensor => sum(exp(matmul(x, w)));
    const [data, x] = [
      [[0.1], [-0.2]],
      tensor([
        [1, 2],
        [3, 4],
      ]),
    ];
    const w = tensor(data, { requiresGrad: true });
    f(w, x).backward();
    expect(await gradOf(w)).toEqual([...(await grad(f)(tensor(data), x).data())]);
  });

  it("goes through a graph once, or as often as asked with retainGraph", async () => {
    const w = leaf(3);
    const h = mul(w, w);
    const loss = mul(h, 2);
    loss.backward({ retainGraph: true });
    loss.backward();
    expect(await gradOf(w)).toEqual([24]);
    expect(() => loss.backward()).toThrow(UsageError);
    expect(() => loss.backward()).toThrow(/differentiated once.*retainGraph: true/);
    expect(() => mul(h, w).backward()).toThrow(/second pass through mul/);
  });

  it("lets a part of an earlier step be used as a constant", async () => {
    const w = leaf(3);
    const h = mul(w, w);
    h.backward();
    w.grad = null;
    mul(detach(h), w).backward();
    expect(await gradOf(w)).toEqual([9]);
  });

  it("gives the loss, read before or after", async () => {
    const w = leaf(3);
    const loss = mul(w, w);
    expect(await loss.item()).toBe(9);
    loss.backward();
    expect(await gradOf(w)).toEqual([6]);
    expect(await loss.item()).toBe(9);
  });

  it("lets go of the graph, once what it computes is there", async () => {
    const w = leaf(3);
    const loss = mul(w, w);
    loss.backward();
    expect(loss.node.inputs).toHaveLength(2);
    await Promise.all([loss.item(), gradOf(w)]);
    expect(loss.node.inputs).toHaveLength(0);
    expect(w.grad?.node.inputs).toHaveLength(0);
  });

  it("hands the loss to the next step", () => {
    takePendingLosses();
    const loss = mul(leaf(3), 2);
    loss.backward();
    expect(takePendingLosses()).toEqual([loss.node]);
  });

  it("sees the leaf under a new value", async () => {
    const w = leaf(3);
    mul(w, w).backward();
    w.requiresGrad = false;
    w.requiresGrad = true;
    w.grad = null;
    mul(w, 5).backward();
    expect(await gradOf(w)).toEqual([5]);
  });
});

describe("backward refuses", () => {
  it.each([
    ["a vector", () => mul(leaf([1, 2]), 2).backward(), /backward: the result must be a scalar; got shape \[2\]/],
    ["a loss without leaves", () => add(tensor(1), 2).backward(), /depend on a tensor with requiresGrad; got none/],
    [
      "what noGrad has computed",
      () => noGrad(() => mul(leaf(1), 2)).backward(),
      /depend on a tensor with requiresGrad/,
    ],
  ])("%s", (_name, run, message) => {
    expect(run).toThrow(UsageError);
    expect(run).toThrow(message);
  });
});
