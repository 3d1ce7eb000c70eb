/**
 * @file What a device offers at least: no optional features, the limits of the specification, and bindings smaller than
 * tensors, so that these are bound in parts. A sample of the cases of all operations runs here; with the environment
 * variable `ADJOINT_ALL_CASES` it is all of them.
 */
import { afterAll, describe, expect } from "vitest";
import { limitedGpu } from "../../backend-webgpu/test/support/limited-gpu.ts";
import { ALL_CASES } from "../../core/test/cases/all-cases.ts";
import { type CaseTables, describeCases } from "./describe-cases.ts";
import { CASES_IN_PARTS } from "./support/cases-in-parts.ts";

/** One case of this many runs. */
const SAMPLED = process.env["ADJOINT_ALL_CASES"] === undefined ? 11 : 1;

const sample: CaseTables = Object.fromEntries(
  Object.entries(ALL_CASES).map(([family, rows]) => [family, rows.filter((_, i) => i % SAMPLED === 0)]),
);

describe("with bindings of 16 KiB", () => {
  const { gpu, windows } = limitedGpu({ maxStorageBufferBindingSize: 2 ** 14 });
  describeCases("webgpu", { ...sample, "tensors in parts": CASES_IN_PARTS }, gpu);
  // Each of those cases, at least, binds what begins behind the start of a buffer.
  afterAll(() => expect(windows()).toBeGreaterThanOrEqual(CASES_IN_PARTS.length));
});
