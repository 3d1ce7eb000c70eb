import { crossEntropy, memory, nn, optim, planStats, rand, scope, type Tensor, tensor, valueAndGrad } from "adjoint";
import { describe, expect, it } from "vitest";
import { useBackend } from "../../../test/support/backend.ts";

useBackend({ seed: 1 });

describe("a training loop with dropout, Adam and a falling rate", () => {
  it("misses no plan after its second step, and memory stays what it was", async () => {
    const params = { first: rand([8, 16]), second: rand([16, 3]) };
    const opt = optim.adam(params, { lr: optim.exponentialDecay(1e-2, { decay: 0.5 }) });
    const drop = nn.dropout(0.2);
    const loss = (p: typeof params, x: Tensor, labels: Tensor<"i32">): Tensor =>
      crossEntropy(drop(x.matmul(p.first).relu()).matmul(p.second), labels);
    const misses: number[] = [];
    const bytes: number[] = [];
    for (let step = 0; step < 8; step++) {
      const data = Float32Array.from({ length: 32 }, (_, i) => Math.sin(i * (step + 1)));
      const value = scope(() => {
        const x = tensor(data, { shape: [4, 8] });
        const labels = tensor([0, 1, 2, step % 3], { dtype: "i32" });
        const [result, grads] = valueAndGrad(loss)(params, x, labels);
        opt.step(grads);
        return result;
      });
      expect(await value.item()).toBeGreaterThan(0);
      value.dispose();
      misses.push(planStats().misses);
      bytes.push(memory().bytes);
    }
    expect(misses.at(-1)).toBe(misses[1]);
    expect(bytes.at(-1)).toBe(bytes[2]);
  });
});
