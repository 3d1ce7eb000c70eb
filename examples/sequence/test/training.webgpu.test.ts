/** @file Twenty steps of the sequence task on WebGPU. */
import { loadDigits } from "@adjoint/examples-shared";
import { test } from "vitest";
import { expectSameLosses } from "../../../test/support/loss-curves.ts";
import { createTraining } from "../src/training.ts";

test("losses are those of the CPU, and the device does all of the work", { timeout: 300_000 }, async () => {
  await expectSameLosses(3, async () => {
    const training = createTraining({ digits: loadDigits(), seed: 3, steps: 600 });
    const losses: number[] = [];
    while (losses.length < 20) losses.push(await training.step());
    return losses;
  });
});
