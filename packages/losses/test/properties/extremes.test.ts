/** @file Every loss far out: numbers up to ±1e30, probabilities of 0 and 1, vectors without length. Finite input gives no NaN. */
import { randomSource } from "@adjoint/core/testing";
import { describe, expect, it } from "vitest";
import { testedBackend, useBackend } from "../../../../test/support/backend.ts";
import { sampleOf } from "../../../../test/support/sample.ts";
import { device, evaluate } from "../support/engines.ts";
import { type DrawnInput, type LossSample, tensorsOf } from "./sample.ts";
import { named } from "./samples.ts";

useBackend();

const isCpu = testedBackend() === "cpu";

const SEEDS: readonly (readonly ["f32" | "f64", readonly number[]])[] = [
  ["f32", isCpu ? [1, 2, 3, 4] : [1, 2]],
  ["f64", isCpu ? [5, 6] : []],
];

/** All inputs far out, or the first checked one alone. */
function drawExtremes({ inputs }: LossSample, seed: number): DrawnInput[] {
  const random = randomSource(seed);
  const first = inputs.findIndex(({ isChecked }) => isChecked);
  return inputs.map((input, i) => (seed % 2 === 0 || i === first ? input.drawExtreme(random) : input.draw(random)));
}

describe("finite input gives no NaN, in the value or in the gradient", () => {
  it.each(sampleOf(named))("$title", async (row) => {
    const reduction = row.hasSingleLosses === false ? "sum" : "none";
    const first = row.inputs.findIndex(({ isChecked }) => isChecked);
    for (const [dtype, seeds] of SEEDS) {
      for (const seed of seeds) {
        const drawn = drawExtremes(row, seed);
        const inputs = tensorsOf(row, drawn, dtype);
        const x = inputs[first];
        if (x === undefined) throw new Error("nothing is checked");
        const { value, gradient } = await evaluate(device, x, (given) =>
          row.run(inputs.with(first, given), { reduction }),
        );
        const facts = JSON.stringify({ dtype, inputs: drawn.map(({ data }) => data), value, gradient });
        expect([...value, ...gradient].some(Number.isNaN), facts).toBe(false);
        expect(value.length * gradient.length).toBeGreaterThan(0);
      }
    }
  });
});
