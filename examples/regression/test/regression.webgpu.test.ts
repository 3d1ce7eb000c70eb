/** @file The regression task on WebGPU: twenty steps, and all of it for the line. */
import { configure, shutdown } from "adjoint";
import { expect, test } from "vitest";
import { expectSameLosses } from "../../../test/support/loss-curves.ts";
import { fitDiabetes, fitLine, largestError } from "../src/main.ts";

test("losses are those of the CPU, and the device does all of the work", { timeout: 120_000 }, async () => {
  await expectSameLosses(0, async () => (await fitDiabetes({ steps: 20, rate: 0.4 })).losses);
});

test("gradient descent ends at the least-squares line", { timeout: 120_000 }, async () => {
  expect(await configure({ backend: "webgpu" })).toMatchObject({ backend: "webgpu" });
  expect(largestError(await fitLine(0))).toBeLessThan(1e-3);
  await shutdown();
});
