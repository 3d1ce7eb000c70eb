/** @file Tests of WebGPU in Node have the adapter that their project is named for. */
import { expect, inject, test } from "vitest";
import { create } from "webgpu";

const names = { swiftshader: /swiftshader/i, lavapipe: /llvmpipe/i, native: /^(?!.*(swiftshader|llvmpipe))/i };

test("the adapter is the project's, and gives a device", async () => {
  const gpu = create([]);
  const adapter = await gpu.requestAdapter();
  expect(adapter?.info.description).toMatch(names[inject("adapter")]);
  const device = await adapter?.requestDevice();
  expect(device?.limits.maxStorageBuffersPerShaderStage).toBeGreaterThanOrEqual(8);
  device?.destroy();
});
