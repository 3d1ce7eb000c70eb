/** @file A device gives the same bits in every run, and what the CPU gives but for roundings. */
import { shutdown, type TypedArray } from "adjoint";
import { afterAll, describe, expect, test } from "vitest";
import { PROGRAMS } from "./support/programs.ts";
import { sameBits, valuesOn } from "./support/values-on.ts";

afterAll(() => shutdown());

/** Sums of thousands of terms are added in two orders, some layers deep. */
const AGREEMENT = 1e-4;

/** Whole numbers are equal, floats nearly: by the norm of the difference, since Adam divides small gradients by their size. */
function expectAgreement(actual: TypedArray, expected: TypedArray): void {
  if (!(expected instanceof Float32Array)) return void expect(actual).toEqual(expected);
  const norm = (values: Float32Array): number => Math.sqrt(values.reduce((sum, x) => sum + x * x, 0));
  expect(actual).toHaveLength(expected.length);
  const difference = expected.map((x, i) => x - (actual[i] ?? Number.NaN));
  expect(norm(difference)).toBeLessThanOrEqual(AGREEMENT * norm(expected));
}

describe("two runs on one device give the same bits, and agree with the CPU", () => {
  test.each(Object.entries(PROGRAMS))("%s", { timeout: 120_000 }, async (_, run) => {
    const first = await valuesOn({ backend: "webgpu" }, run);
    const second = await valuesOn({ backend: "webgpu" }, run);
    expect(sameBits(second, first)).toEqual(first.map(() => true));
    const cpu = await valuesOn({ backend: "cpu", threads: 1 }, run);
    for (const [i, expected] of cpu.entries()) expectAgreement(first[i] as TypedArray, expected);
  });
});
