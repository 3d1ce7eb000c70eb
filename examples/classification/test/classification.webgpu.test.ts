/** @file An epoch of the classification task on WebGPU. */
import { expect, test } from "vitest";
import { expectSameLosses } from "../../../test/support/loss-curves.ts";
import { train } from "../src/train.ts";

test("losses are those of the CPU, and the device does all of the work", { timeout: 300_000 }, async () => {
  await expectSameLosses(5, async () => {
    const { losses, accuracy } = await train({ seed: 5, epochs: 1 });
    expect(accuracy).toBeGreaterThan(0.5);
    return losses;
  });
});
