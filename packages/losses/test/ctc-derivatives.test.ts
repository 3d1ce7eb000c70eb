/** @file Derivatives of CTC, the first and the second. On the CPU only: they take double precision. */
import { gradcheck, type Tensor, vjp } from "adjoint";
import { describe, expect, it } from "vitest";
import { useBackend } from "../../../test/support/backend.ts";
import { ctcLoss, ctcLossFromLogProbs } from "../src/index.ts";
import { device } from "./support/engines.ts";
import { toLabels, toTensor } from "./support/numbers.ts";

useBackend();

describe("CTC in double precision", () => {
  const wave = (shape: readonly number[]): Tensor =>
    toTensor(
      Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => 2 * Math.sin(2.3 * i)),
      "f64",
      [...shape],
    );
  const labels = toLabels([
    [1, 2],
    [2, 2],
  ]);
  const options = { inputLengths: [5, 4], reduction: "sum" } as const;

  it("gradients agree with finite differences", async () => {
    await gradcheck((x: Tensor) => ctcLossFromLogProbs(x, labels, options), [wave([2, 5, 3])]);
  });

  it.each([
    ["ctcLoss", ctcLoss],
    ["ctcLossFromLogProbs", ctcLossFromLogProbs],
  ] as const)("second derivatives of %s agree with finite differences of the first", async (_, loss) => {
    const slope = (x: Tensor): Tensor => {
      const [value, pullback] = vjp((y: Tensor) => loss(y, labels, options), x);
      return pullback(toTensor(1, value.dtype))[0];
    };
    await gradcheck((x: Tensor) => slope(x).mul(slope(x)).sum(), [wave([2, 5, 3])]);
  });

  it.each([
    ["ctcLoss", ctcLoss],
    ["ctcLossFromLogProbs", ctcLossFromLogProbs],
  ] as const)("second derivatives through the kernels of %s agree with those through primitives", async (_, loss) => {
    const square = (dtype: "f32" | "f64") => {
      const slope = (x: Tensor): Tensor => {
        const [value, pullback] = vjp((y: Tensor) => loss(y, labels, options), x);
        return pullback(toTensor(1, value.dtype))[0];
      };
      const x = toTensor(
        Array.from({ length: 30 }, (_, i) => 2 * Math.sin(2.3 * i)),
        dtype,
        [2, 5, 3],
      );
      return vjp((y: Tensor) => slope(y).mul(slope(y)).sum(), x)[1](toTensor(1, dtype))[0];
    };
    const [kernels = [], primitives = []] = await device.read(square("f32"), square("f64"));
    kernels.forEach((x, i) => {
      expect(Math.abs(x - (primitives[i] ?? Number.NaN))).toBeLessThan(1e-5);
    });
    expect(Math.max(...kernels.map(Math.abs))).toBeGreaterThan(0.05);
  });
});
