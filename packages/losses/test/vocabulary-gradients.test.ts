/** @file Gradients of losses over many classes, in double precision, once and twice. */
import { gradcheck, type Tensor } from "adjoint";
import { expect, it } from "vitest";
import { linearCrossEntropy } from "../src/vocabulary/linear-cross-entropy.ts";
import {
  C,
  differentiate,
  expectNear,
  H,
  labels,
  N,
  options,
  type Unfused,
  unfused,
  wave,
} from "./support/linear-cases.ts";
import { toTensor } from "./support/numbers.ts";

const f64 = (shape: readonly number[], phase = 0): Tensor => wave(shape, phase, 1, "f64");
it.each(options.concat([["no reduction", { reduction: "none", ignoreIndex: 2 }]]))(
  "has the gradients of finite differences, with %s",
  async (_, { classWeight: weight, ...rest }) => {
    const cw = weight === undefined ? undefined : toTensor([0.5, 1, 2, 0.25, 3, 1], "f64");
    const loss = (x: Tensor, w: Tensor, b: Tensor): Tensor => {
      const losses = linearCrossEntropy(x, w, labels, { ...rest, classWeight: cw, bias: b, chunk: 3 });
      return losses.rank === 0 ? losses : losses.mul(f64([N], 4)).sum();
    };
    const { checked } = await gradcheck(loss, [f64([N, H]), f64([C, H], 1), f64([C], 2)]);
    expect(checked).toBe(N * H + C * H + C);
  },
);

it.each(["mean", "none"] as const)("has second derivatives: those of the loss of logits (%s)", async (reduction) => {
  const [x, w, b] = [f64([N, H]), f64([C, H], 1), f64([C], 2)];
  const norm =
    (loss: Unfused): ((x: Tensor, w: Tensor) => Tensor) =>
    (a, v) => {
      const [p, q] = differentiate((s: Tensor, t: Tensor) => loss(s, t, b).mul(1.5).sum(), a, v)[1];
      return p.mul(p).sum().add(q.sin().sum());
    };
  const fused: Unfused = (a, v, u) => linearCrossEntropy(a, v, labels, { bias: u, chunk: 3, reduction });
  const [, actual] = differentiate(norm(fused), x, w);
  const [, expected] = differentiate(norm(unfused({ reduction })), x, w);
  await expectNear(actual[0], expected[0], 1e-12);
  await expectNear(actual[1], expected[1], 1e-12);
});
