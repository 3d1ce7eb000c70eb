/** @file What `configure` says where WebGPU, an adapter or a device is missing, with platforms of the test's making. */
import { BackendError, UsageError } from "@adjoint/core";
import { afterEach, describe, expect, test, vi } from "vitest";
import { acquireDevice } from "../src/device/acquire.ts";
import { findGpu } from "../src/device/find-gpu.ts";
import { createWebgpuBackend } from "../src/webgpu-backend.ts";

afterEach(() => vi.unstubAllGlobals());

const adapter = {
  info: { vendor: "acme", architecture: "coyote", device: "", description: "" },
  features: new Set(["shader-f16", "bgra8unorm-storage"]),
  limits: { maxStorageBufferBindingSize: 1000, maxBufferSize: 2000, maxComputeWorkgroupStorageSize: 3000 },
};

describe("where WebGPU is looked for", () => {
  const gpu = { requestAdapter: async () => null };

  test("what the caller gives comes first", async () => {
    vi.stubGlobal("navigator", { gpu: { requestAdapter: async () => null } });
    expect(await findGpu(gpu)).toBe(gpu);
  });

  test.each([null, 1, {}, "gpu"])("it must be a GPU: %j", async (given) => {
    await expect(createWebgpuBackend({ gpu: given })).rejects.toThrow(UsageError);
  });

  test("then navigator.gpu, of pages and workers", async () => {
    vi.stubGlobal("navigator", { gpu });
    expect(await findGpu(undefined, async () => expect.fail("not Node"))).toBe(gpu);
  });

  test("then, in Node, the package webgpu", async () => {
    vi.stubGlobal("navigator", undefined);
    expect(await findGpu(undefined, async (name) => ({ create: () => ({ name }) }))).toEqual({ name: "webgpu" });
  });

  test("which has to be installed", async () => {
    const missing = Object.assign(new Error("Cannot find package 'webgpu'"), { code: "ERR_MODULE_NOT_FOUND" });
    const found = findGpu(undefined, async () => Promise.reject(missing));
    await expect(found).rejects.toThrow(
      "configure: the webgpu backend needs the package webgpu in Node; got none installed; npm install webgpu",
    );
    await expect(found).rejects.toThrow(BackendError);
  });

  test("and to suit the machine", async () => {
    const unfit = Object.assign(new Error("Cannot find module 'dist/plan9-riscv/dawn.node'"), {
      code: "MODULE_NOT_FOUND",
    });
    await expect(findGpu(undefined, async () => Promise.reject(unfit))).rejects.toThrow(
      "got Cannot find module 'dist/plan9-riscv/dawn.node'; it has binaries for Linux, macOS and Windows, on x64 and arm64",
    );
  });

  test.each([
    [true, 'take a browser with WebGPU switched on, or backend "cpu" or "auto"'],
    [false, "serve the page by https, or from localhost: browsers offer WebGPU to secure contexts alone"],
  ])("a page without it is told why (secure context: %j)", async (isSecureContext, hint) => {
    vi.stubGlobal("process", undefined);
    vi.stubGlobal("navigator", {});
    vi.stubGlobal("isSecureContext", isSecureContext);
    const error = await findGpu(undefined).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ rule: "the webgpu backend needs navigator.gpu", hint });
  });
});

describe("the adapter and the device", () => {
  test.each([
    ["none", async () => null],
    ["the driver is on fire", async () => Promise.reject(new Error("the driver is on fire"))],
  ])("no adapter: %s", async (got, requestAdapter) => {
    const error = await createWebgpuBackend({ gpu: { requestAdapter } }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(BackendError);
    expect(error).toMatchObject({ rule: "the webgpu backend needs an adapter", got });
    expect(String(error)).toContain("install a driver for Vulkan, Metal or Direct3D 12, or a software adapter");
  });

  test("an adapter that gives no device", async () => {
    const requestDevice = async () => Promise.reject(new Error("too many devices"));
    const gpu = { requestAdapter: async () => ({ ...adapter, requestDevice }) };
    await expect(createWebgpuBackend({ gpu })).rejects.toThrow(
      "configure: the adapter must give a device; got too many devices (adapter acme, coyote)",
    );
  });

  test("what is asked for is what the adapter offers, and of that what helps", async () => {
    const requestDevice = vi.fn(async (_: GPUDeviceDescriptor) => ({}));
    const gpu = { requestAdapter: async () => ({ ...adapter, requestDevice }) };
    const { adapterName } = await acquireDevice(gpu);
    expect(adapterName).toBe("acme, coyote");
    expect(requestDevice.mock.calls[0]?.[0]).toEqual({
      label: "adjoint",
      requiredFeatures: ["shader-f16"],
      requiredLimits: { maxStorageBufferBindingSize: 1000, maxBufferSize: 2000, maxComputeWorkgroupStorageSize: 3000 },
    });
  });
});
