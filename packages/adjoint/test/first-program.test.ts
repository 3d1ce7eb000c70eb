import {
  backendInfo,
  crossEntropy,
  explain,
  grad,
  memory,
  mse,
  optim,
  planStats,
  profile,
  scope,
  shutdown,
  type Tensor,
  tensor,
} from "adjoint";
import { afterAll, describe, expect, it } from "vitest";

afterAll(() => shutdown());

describe("a program", () => {
  it("computes on the CPU without being configured", async () => {
    const x = tensor([
      [1, 2],
      [3, 4],
    ]);
    expect(await x.matmul(x).add(1).array()).toEqual([
      [8, 11],
      [16, 23],
    ]);
    expect(backendInfo().backend).toBe("cpu");
    x.dispose();
  });

  it("has gradients, both ways", async () => {
    const w = tensor([1, 2, 3], { requiresGrad: true });
    w.mul(w).sum().backward();
    expect(await w.grad?.array()).toEqual([2, 4, 6]);
    const g = grad((v: Tensor) => v.mul(v).sum())(tensor([1, 2]));
    expect(await g.array()).toEqual([2, 4]);
  });

  it("trains: one plan a step from the second on, memory bounded", async () => {
    const x = tensor([[1], [2], [3], [4]]);
    const y = tensor([[3], [5], [7], [9]]);
    const params = { w: tensor([[0]], { requiresGrad: true }), b: tensor([0], { requiresGrad: true }) };
    const opt = optim.adam(params, { lr: 0.1 });
    const misses: number[] = [];
    const bytes: number[] = [];
    let last = 0;
    for (let i = 0; i < 200; i++) {
      const loss = scope(() => {
        opt.zeroGrad();
        const value = mse(x.matmul(params.w).add(params.b), y);
        value.backward();
        opt.step();
        return value;
      });
      if (i % 20 === 0) last = await loss.item();
      loss.dispose();
      misses.push(planStats().misses);
      bytes.push(memory().bytes);
    }
    expect(misses.at(-1)).toBe(misses[2]);
    // What the tests above left may be collected meanwhile.
    expect(bytes.at(-1)).toBeLessThanOrEqual(bytes[2] ?? 0);
    expect(last).toBeLessThan(0.1);
  });

  it("explains a softmax cross-entropy in few kernels", () => {
    const logits = tensor(
      [
        [2, 0],
        [0, 1],
      ],
      { requiresGrad: true },
    );
    const loss = crossEntropy(logits, tensor([0, 1], { dtype: "i32" }));
    loss.backward({ retainGraph: true });
    expect(explain(loss, logits.grad as Tensor).dispatches).toBeLessThanOrEqual(3);
  });

  it("profiles", async () => {
    const x = tensor([1, 2, 3]);
    const measured = await profile(() => x.exp().sum().data());
    expect(measured.steps.length).toBeGreaterThan(0);
    expect(JSON.parse(measured.toTrace()).traceEvents[0]).toMatchObject({ ph: "X" });
  });
});
