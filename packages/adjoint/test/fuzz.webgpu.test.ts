/** @file Some of the random programs on WebGPU: each new kernel is compiled by the driver, which takes most of the time. */
import { configure, shutdown } from "adjoint";
import { afterAll, beforeAll, test } from "vitest";
import { checkPrograms, fuzzSeeds } from "./support/fuzz/check.ts";

const { first, count } = fuzzSeeds(20);

beforeAll(async () => {
  await shutdown();
  await configure({ backend: "webgpu" });
});
afterAll(() => shutdown());

test(`seeds ${first} to ${first + count - 1}`, { timeout: 120_000 }, () => checkPrograms(first, count));
