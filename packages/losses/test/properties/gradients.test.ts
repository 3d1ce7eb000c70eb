/** @file Gradients of every loss against finite differences, in double precision, at random points. */
import { gradcheck } from "@adjoint/autograd";
import { add, mul, sum, type Tensor } from "@adjoint/core";
import { describe, expect, it } from "vitest";
import { useBackend } from "../../../../test/support/backend.ts";
import { toTensor } from "../support/numbers.ts";
import { forSeeds } from "./for-seeds.ts";
import { drawInputs, type LossSample, tensorsOf } from "./sample.ts";
import { named } from "./samples.ts";

useBackend();

/** Which of the inputs are varied, as a function of these alone. */
function ofVaried(row: LossSample, all: readonly Tensor[], given: readonly Tensor[]): Tensor[] {
  const next = given.values();
  return all.map((x, i) => (row.inputs[i]?.isChecked ? (next.next().value ?? x) : x));
}

/** The mean; of single losses, which it would weigh alike, a sum with a factor for each, so that none stands for another. */
function reduced(row: LossSample, inputs: readonly Tensor[]): Tensor {
  if (row.hasSingleLosses === false) return row.run(inputs, {});
  const losses = row.run(inputs, { reduction: "none" });
  const factors = Array.from({ length: losses.size }, (_, i) => i - 0.5);
  return add(sum(mul(losses, toTensor(factors, "f64", [...losses.shape]))), row.run(inputs, {}));
}

describe("gradients agree with finite differences", () => {
  it.each(named)("$title", async (row) => {
    await forSeeds(async (seed) => {
      const all = tensorsOf(row, drawInputs(row, seed));
      const varied = all.filter((_, i) => row.inputs[i]?.isChecked);
      const loss = (...given: Tensor[]): Tensor => reduced(row, ofVaried(row, all, given));
      const { checked } = await gradcheck(loss, varied, row.tolerance);
      expect(checked).toBe(varied.reduce((total, x) => total + x.size, 0));
      expect(checked).toBeGreaterThan(0);
    }, 1);
  });
});
