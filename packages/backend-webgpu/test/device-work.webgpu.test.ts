/** @file A plan is computed by the device alone, in one submission, and nothing is read but what the program asks for. */
import { configure, manualSeed, realize, shutdown } from "adjoint";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PROGRAMS } from "../../adjoint/test/support/programs.ts";
import { watchDeviceWork } from "./support/device-work.ts";

const work = watchDeviceWork();

beforeAll(async () => {
  await configure({ backend: "webgpu" });
});
afterAll(async () => {
  work.stop();
  await shutdown();
});

describe("every step of the plans is a dispatch or a copy", () => {
  test.each(Object.entries(PROGRAMS))("%s", { timeout: 120_000 }, async (_, run) => {
    manualSeed(11);
    work.begin();
    const results = run();
    await realize(...results);
    // Nothing was asked for yet.
    expect(work.reads()).toBe(0);
    await Promise.all(results.map((result) => result.data()));
    expect(work.reads()).toBe(results.length);
    work.expectAll();
  });
});
