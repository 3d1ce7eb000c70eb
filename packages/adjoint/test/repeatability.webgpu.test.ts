/** @file A device gives the same bits in every run, and what the CPU gives but for roundings. */
import { expectClose, type Tolerance } from "@adjoint/core/testing";
import { shutdown, type TypedArray } from "adjoint";
import { afterAll, describe, expect, test } from "vitest";
import { PROGRAMS } from "./support/programs.ts";
import { sameBits, valuesOn } from "./support/values-on.ts";

afterAll(() => shutdown());

/** Relative to the largest element. */
const ROUNDINGS: Tolerance = {
  abs: 1e-4,
  reason: "sums of thousands of terms in two orders, some layers deep, and Adam divides small gradients by their size",
};

function expectAgreement(actual: TypedArray, expected: TypedArray): void {
  if (!(expected instanceof Float32Array)) return void expect(actual).toEqual(expected);
  const largest = expected.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  expectClose(
    actual.map((x) => x / largest),
    expected.map((x) => x / largest),
    ROUNDINGS,
  );
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
