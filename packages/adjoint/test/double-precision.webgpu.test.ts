/** @file WebGPU has no f64: what needs it is refused before anything runs, by name, and the backend goes on. */
import { DTypeError, gradcheck, matmul, mul, planStats, sum, type Tensor, tensor } from "adjoint";
import { expect, test } from "vitest";
import "../../../test/support/webgpu.ts";
import { useBackend } from "../../../test/support/backend.ts";
import { expectRefusal } from "./support/refusal.ts";

useBackend();

const doubles = (): Tensor<"f64"> => tensor([1, 2, 3], { dtype: "f64" });

test.each<[string, string, () => unknown]>([
  ["computed with", "data", () => mul(doubles(), 2).data()],
  ["multiplied", "item", () => matmul(doubles(), doubles()).item()],
  ["cast to", "item", () => sum(tensor([1, 2]).cast("f64")).item()],
  ["cast from", "data", () => doubles().cast("f32").data()],
  ["checked gradients with", "gradcheck", () => gradcheck((x: Tensor) => x.mul(x), [tensor([1, 2])])],
])("f64 is refused when %s", async (_, op, call) => {
  const message = /the backend must have the dtype; got (buffer|cast) f64\[\d\]; f64 needs the cpu backend/;
  const error = await expectRefusal(call, { op, type: DTypeError, message });
  expect(error.cause).toBeUndefined();
});

test("f64 data that stays on the host is read back", async () => {
  expect(await doubles().array()).toEqual([1, 2, 3]);
});

test("what was refused keeps nothing from running", async () => {
  const x = tensor([1, 2, 3]);
  const good = x.add(1);
  const bad = x.cast("f64").mul(2);
  const [first, second] = await Promise.allSettled([good.data(), bad.data()]);
  expect(first).toEqual({ status: "fulfilled", value: Float32Array.of(2, 3, 4) });
  expect(second).toMatchObject({ status: "rejected", reason: expect.any(DTypeError) });
  const { kernels } = planStats();
  expect(await x.add(1).array()).toEqual([2, 3, 4]);
  expect(planStats().kernels).toBe(kernels);
});
