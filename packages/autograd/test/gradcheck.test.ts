import { exp, gather, matmul, mul, sum, type Tensor, tanh, tensor, UsageError } from "@adjoint/core";
import { describe, expect, it } from "vitest";
import { useBackend } from "../../../test/support/backend.ts";
import { customVjp, gradcheck } from "../src/index.ts";

useBackend();

describe("gradcheck", () => {
  it("compares all elements of all inputs, integers apart", async () => {
    const f = (p: { w: Tensor; b: Tensor }, x: Tensor, rows: Tensor<"i32">): Tensor =>
      sum(tanh(matmul(gather(x, rows), p.w).add(p.b)));
    const params = { w: tensor([[0.1], [0.2]]), b: tensor([0.3]) };
    const report = await gradcheck(f, [
      params,
      tensor([
        [1, 2],
        [3, 4],
      ]),
      tensor([1, 0, 1], { dtype: "i32" }),
    ]);
    expect(report.checked).toBe(2 + 1 + 4);
    // Truncation 1e-12 and rounding 1e-16 / 1e-6.
    expect(report.worst?.error).toBeLessThan(1e-8);
  });

  it("weighs results that are no scalar", async () => {
    expect((await gradcheck((x: Tensor) => mul(x, x), [tensor([1, -2])])).checked).toBe(2);
  });

  it("names the worst entry of a wrong rule", async () => {
    const wrong = customVjp(
      (x: Tensor) => exp(x),
      (c, [x], y) => [mul(c, mul(y, x))],
    );
    const run = gradcheck(
      (x: Tensor) => sum(wrong(x)),
      [
        tensor([
          [1, 1.5],
          [1, 1],
        ]),
      ],
    );
    await expect(run).rejects.toThrow(UsageError);
    await expect(run).rejects.toThrow(
      /inputs\[0\]\[0, 1\]: gradient 6\.72\d*, difference 4\.48\d*, 2\.24\d* apart, allowed 0\.0044/,
    );
  });

  it("does not take NaN for agreement", async () => {
    const nan = customVjp(
      (x: Tensor) => mul(x, 1),
      (c) => [mul(c, Number.NaN)],
    );
    await expect(gradcheck(nan, [tensor(1)])).rejects.toThrow(/gradient NaN/);
  });
});
