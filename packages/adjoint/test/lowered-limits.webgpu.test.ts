/**
 * @file What a device offers at least: no optional features, the limits of the specification, and bindings smaller than
 * tensors, so that these are bound in parts. A sample of the cases of all operations runs here; with the environment
 * variable `ADJOINT_ALL_CASES` it is all of them.
 */
import { BackendError, configure, rand, realize, shutdown } from "adjoint";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { limitedGpu } from "../../backend-webgpu/test/support/limited-gpu.ts";
import { watchGpu } from "../../backend-webgpu/test/support/watch-gpu.ts";
import { ALL_CASES } from "../../core/test/cases/all-cases.ts";
import { type CaseTables, describeCases } from "./describe-cases.ts";
import { CASES_IN_PARTS, CASES_OF_MANY_BUFFERS } from "./support/cases-in-parts.ts";

/** One case of this many runs. */
const SAMPLED = process.env["ADJOINT_ALL_CASES"] === undefined ? 61 : 1;

const sample: CaseTables = Object.fromEntries(
  Object.entries(ALL_CASES).map(([family, rows]) => [family, rows.filter((_, i) => i % SAMPLED === 0)]),
);

describe("with bindings of 16 KiB", () => {
  const { gpu, windows } = limitedGpu({ maxStorageBufferBindingSize: 2 ** 14 });
  const tables = { ...sample, "tensors in parts": CASES_IN_PARTS, "many buffers": CASES_OF_MANY_BUFFERS };
  describeCases("webgpu", tables, gpu);
  // Each of those cases, at least, binds what begins behind the start of a buffer.
  afterAll(() => expect(windows()).toBeGreaterThanOrEqual(CASES_IN_PARTS.length));
});

describe("tensors in parts", () => {
  beforeAll(async () => {
    await shutdown();
    await configure({ backend: "webgpu", gpu: limitedGpu({ maxStorageBufferBindingSize: 2 ** 14 }).gpu, tune: false });
  });
  afterAll(() => shutdown());

  test("kernels and products are compiled in that form alone", async () => {
    const [x, y] = [rand([96, 56]), rand([56, 3])];
    await realize(x, y);
    const { traffic, stop } = watchGpu();
    const results = [x.matmul(y), x.mul(3).add(1)];
    await realize(...results);
    stop();
    expect(traffic.pipelines).toBe(2);
    for (const tensor of [x, y, ...results]) tensor.dispose();
  });

  test("a product whose operands take more windows than there are bindings is refused, and the device goes on", async () => {
    const [x, y] = [rand([200, 200]), rand([200, 3])];
    const product = x.matmul(y);
    const error: unknown = await product.data().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(BackendError);
    expect(String(error)).toMatch(/must fit into 8 bindings of 16384 bytes; got buffers of 160000, 2400, 2400 bytes/);
    expect((await x.slice([0, 0], [1, 2]).data()).length).toBe(2);
    for (const tensor of [x, y, product]) tensor.dispose();
  });
});
