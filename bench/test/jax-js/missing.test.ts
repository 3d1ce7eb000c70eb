/** @file jax-js and gpu.js where WebGPU is there in name alone. */
import { afterEach, expect, it, vi } from "vitest";
import { MissingError } from "../../src/engine/contract.ts";
import { gpuJsWebgpu } from "../../src/engine/gpu-js/start.ts";
import { jaxJsWebgpu } from "../../src/engine/jax-js/start.ts";

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

function stubAdapter(adapter: unknown): void {
  vi.stubGlobal("navigator", { gpu: { requestAdapter: async () => adapter }, userAgent: "Node.js" });
}

it.each([
  ["jax-js", jaxJsWebgpu],
  ["gpu.js", gpuJsWebgpu],
])("%s misses an adapter", async (_, start) => {
  stubAdapter(null);
  const started = start();
  await expect(started).rejects.toBeInstanceOf(MissingError);
  await expect(started).rejects.toThrow("there is no WebGPU adapter");
});

it("an adapter that gives jax-js no device is not missing, but fails", async () => {
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  const requestDevice = async () => {
    throw new Error("it is broken");
  };
  stubAdapter({ limits: {}, features: new Set(), info: { vendor: "nobody" }, requestDevice });
  const started = jaxJsWebgpu();
  await expect(started).rejects.toThrow("it got no device from the adapter nobody");
  await expect(started).rejects.not.toBeInstanceOf(MissingError);
});
