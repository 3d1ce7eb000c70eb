/** @file Every loss at its kinks: the gradient is the one documented, in f32 on every backend, and in double precision. */
import { describe, expect, it } from "vitest";
import { testedBackend, useBackend } from "../../../../test/support/backend.ts";
import { sampleOf } from "../../../../test/support/sample.ts";
import { families } from "../../catalogue/index.ts";
import { device, evaluate } from "../support/engines.ts";
import { flat } from "../support/numbers.ts";
import { inDType, kinks, SMOOTH } from "./kinks.ts";

useBackend();

const dtypes = testedBackend() === "cpu" ? (["f32", "f64"] as const) : (["f32"] as const);

describe("the gradient at a kink is the one documented", () => {
  it.each(sampleOf(kinks))("$of, $note", async ({ x, gradient: right, run }) => {
    for (const dtype of dtypes) {
      const like = inDType(dtype);
      const { value, gradient } = await evaluate(device, like(x), (given) => run(given, like));
      expect(value.every(Number.isFinite)).toBe(true);
      const expected = flat(right);
      expect(gradient).toHaveLength(expected.length);
      gradient.forEach((slope, i) => {
        expect(slope).toBeCloseTo(expected[i] ?? Number.NaN, 5);
      });
    }
  });
});

describe("the table of kinks", () => {
  const losses = families.filter(({ kind }) => kind === "loss").flatMap(({ entries }) => entries);
  it.each(losses.map(({ name }) => name).filter((name) => name !== "smoothLabels"))("says of %s", (name) => {
    const isThere = kinks.some(({ of }) => of === name);
    expect(isThere).toBe(!SMOOTH.includes(name));
  });
});
