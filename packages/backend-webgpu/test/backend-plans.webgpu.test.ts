/**
 * @file The catalogue of plans on a device with the limits that the specification promises and no feature, beside the
 * interpreter. Devices with more run the cases of operations.
 */
import { DTYPES } from "@adjoint/core";
import { examplePlans, expectClose, type Tolerance } from "@adjoint/core/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startWebgpuBackend, type WebgpuBackend } from "../src/webgpu-backend.ts";
import { fragileGpu } from "./support/fragile-gpu.ts";
import { decoded, encoded, interpreted, numbersFor, PlanOnDevice } from "./support/run-plan.ts";

/** Sums of up to a million terms near 0.6, in float32 and in another order; the functions that WGSL gives a few ulp. */
const TOLERANCE: Tolerance = { rel: 2e-5, abs: 2e-5, reason: "float32 sums, and functions of WGSL, against double" };

let backend: WebgpuBackend;
beforeAll(async () => {
  backend = await startWebgpuBackend({ gpu: fragileGpu({ isMinimal: true }).gpu });
});
afterAll(() => backend.dispose());

test("the device has what the specification promises, and no more", () => {
  expect(backend.capabilities).toMatchObject({
    maxBufferBytes: 2 ** 28,
    maxBindingBytes: 2 ** 27,
    maxBuffersPerKernel: 8,
    maxSharedBytes: 16384,
  });
  expect(backend.capabilities.features.filter((name) => /f16|subgroups|timestamp/.test(name))).toEqual([]);
});

const plans = examplePlans().filter(({ plan }) => plan.slots.every(({ dtype }) => dtype !== "f64"));

test.each(plans)("$name", async ({ plan }) => {
  const slotAt = (i: number) => plan.slots[i] ?? expect.fail(`slot ${i}`);
  const inputs = plan.inputs.map((slot, i) => numbersFor(slotAt(slot), i));
  const onDevice = await PlanOnDevice.prepare(backend, plan);
  onDevice.upload(inputs.map((values, i) => encoded(values, slotAt(plan.inputs[i] ?? -1).dtype)));
  const scalars = Array.from({ length: plan.scalarCount }, (_, i) => i + 1);
  onDevice.submit(scalars);
  const outputs = await onDevice.read();
  onDevice.release();
  const expected = interpreted(plan, inputs, scalars);
  outputs.forEach((bytes, i) => {
    const { dtype } = slotAt(plan.outputs[i] ?? -1);
    const isFloat = DTYPES[dtype].kind === "float";
    const tolerance = isFloat ? TOLERANCE : { reason: "whole numbers are exact" };
    expectClose(decoded(bytes, dtype), expected[i] ?? [], tolerance);
  });
});

test("nothing is left in use", () => {
  expect(backend.pool.usedBytes).toBe(0);
});
