/** @file The pages that browser tests run in are what their project says. */
import { expect, inject, test } from "vitest";

test("the page is isolated or not, as its project says", () => {
  expect(globalThis.crossOriginIsolated).toBe(inject("isolated"));
  expect(typeof SharedArrayBuffer).toBe(inject("isolated") ? "function" : "undefined");
});

test("the page has WebGPU with an adapter", async () => {
  expect(await navigator.gpu.requestAdapter()).not.toBeNull();
});
