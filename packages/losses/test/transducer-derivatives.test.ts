/** @file Derivatives of `rnntLoss`, the first and the second. On the CPU only: they take double precision. */
import { gradcheck, type Tensor, vjp } from "adjoint";
import { describe, expect, it } from "vitest";
import { useBackend } from "../../../test/support/backend.ts";
import { rnntLoss } from "../src/index.ts";
import { device } from "./support/engines.ts";
import { toLabels, toTensor } from "./support/numbers.ts";

useBackend();

describe("derivatives of rnntLoss", () => {
  const wave = (dtype: "f32" | "f64" = "f64"): Tensor =>
    toTensor(
      Array.from({ length: 2 * 3 * 3 * 2 }, (_, i) => 2 * Math.sin(2.3 * i)),
      dtype,
      [2, 3, 3, 2],
    );
  const labels = (): Tensor<"i32"> =>
    toLabels([
      [1, 1],
      [1, 0],
    ]);
  const options = { inputLengths: [3, 2], labelLengths: [2, 1], reduction: "sum" } as const;
  const slope = (x: Tensor): Tensor => {
    const [value, pullback] = vjp((y: Tensor) => rnntLoss(y, labels(), options), x);
    return pullback(toTensor(1, value.dtype))[0];
  };
  const energy = (x: Tensor): Tensor => slope(x).mul(slope(x)).sum();

  it("agree with finite differences, the first and the second", async () => {
    await gradcheck((x: Tensor) => rnntLoss(x, labels(), options), [wave()]);
    await gradcheck(energy, [wave()]);
  });

  it("of second order are the same through kernels and through primitives", async () => {
    const second = (dtype: "f32" | "f64"): Tensor => vjp(energy, wave(dtype))[1](toTensor(1, dtype))[0];
    const [kernels = [], primitives = []] = await device.read(second("f32"), second("f64"));
    kernels.forEach((x, i) => {
      expect(Math.abs(x - (primitives[i] ?? Number.NaN))).toBeLessThan(1e-5);
    });
    expect(Math.max(...kernels.map(Math.abs))).toBeGreaterThan(0.05);
  });
});
