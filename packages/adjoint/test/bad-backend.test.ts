/** @file What `configure` refuses, and which backend there is. */
import {
  BackendError,
  backendInfo,
  configure,
  memory,
  planStats,
  shutdown,
  type Tensor,
  tensor,
  UsageError,
  zeros,
} from "adjoint";
import { afterEach, describe, expect, test, vi } from "vitest";
import { expectRefusal } from "./support/refusal.ts";

afterEach(() => shutdown());
afterEach(() => vi.restoreAllMocks());

const options = (value: object): never => value as never;

describe("configure refuses", () => {
  test.each<[string, object, RegExp]>([
    ["an unknown backend", { backend: "gpu" }, /backend must be auto, cpu or webgpu; got gpu/],
    ["an unknown option", { device: "cpu" }, /options are backend, .*got device/],
    ["no thread", { threads: 0 }, /threads must be a positive integer; got 0/],
    ["half a thread", { threads: 1.5 }, /got 1.5/],
    ["threads in words", { threads: "2" }, /got 2/],
    ["unknown instructions", { simd: "avx" }, /simd must be simd128 or relaxed; got avx/],
    ["a broken seed", { seed: 0.5 }, /seed must be an integer; got 0.5/],
    ["a worker that is no address", { workerUrl: 3 }, /workerUrl must be a string; got 3/],
  ])("%s", async (_, given, message) => {
    await expectRefusal(() => configure(options(given)), { op: "configure", type: UsageError, message });
  });

  test("what is no object", async () => {
    const message = /options must be an object; got cpu/;
    await expectRefusal(() => configure("cpu" as never), { op: "configure", type: UsageError, message });
  });

  test("a second backend while tensors live", async () => {
    await configure({ threads: 1 });
    const x = tensor([1, 2, 3]);
    await x.add(1).data();
    const message = /no tensors live on it; got \d+ live tensors; .*dispose\(\)/;
    await expectRefusal(() => configure({ threads: 2 }), { op: "configure", type: UsageError, message });
    expect(backendInfo().threads).toBe(1);
    expect(await x.array()).toEqual([1, 2, 3]);
  });

  test("none that follows the end of all tensors", async () => {
    const { buffers } = memory();
    await configure({ threads: 1 });
    const x = tensor([1, 2, 3]);
    const y = x.add(1);
    await y.data();
    for (const t of [x, y]) t.dispose();
    expect(memory().buffers).toBe(buffers);
    expect((await configure({ threads: 2 })).threads).toBe(2);
    expect(await zeros([2]).array()).toEqual([0, 0]);
  });

  test.each<[string, unknown, RegExp]>([
    ["null", null, /gpu must be a GPU, such as navigator.gpu; got null/],
    ["a name", "gpu", /got string/],
    ["an adapter", { requestDevice: () => undefined }, /got object/],
  ])("a gpu that is %s, whichever backend is asked for", async (_, gpu, message) => {
    for (const backend of ["webgpu", "auto"] as const)
      await expectRefusal(() => configure({ backend, gpu }), { op: "configure", type: UsageError, message });
  });

  test("webgpu without an adapter, says what to do, and leaves the engine as it was", async () => {
    const message = /needs an adapter; got none; install a driver .* or take backend "cpu" or "auto"/;
    const error = { op: "configure", type: BackendError, message };
    await expectRefusal(() => configure({ backend: "webgpu", gpu: withoutAdapter }), error);
    const x: Tensor = tensor([1, 2]);
    expect(await x.add(1).array()).toEqual([2, 3]);
    expect(backendInfo().backend).toBe("cpu");
  });
});

const withoutAdapter = { requestAdapter: async () => null };

test("auto falls back to the CPU, and says why", async () => {
  const info = await configure({ backend: "auto", threads: 1, gpu: withoutAdapter });
  expect(info).toMatchObject({ backend: "cpu", threads: 1 });
  expect(info.fallback).toMatch(/^configure: the webgpu backend needs an adapter; got none; install a driver/);
  expect(backendInfo()).toEqual(info);
});

test("a platform that forbids WebAssembly is told what to allow", async () => {
  vi.spyOn(WebAssembly, "Module").mockImplementation(function refuse() {
    throw new WebAssembly.CompileError("blocked by the content policy");
  });
  const message = /the cpu backend needs WebAssembly; got .*blocked by the content policy; .*'wasm-unsafe-eval'/;
  await expectRefusal(() => configure({ backend: "cpu" }), { op: "configure", type: BackendError, message });
});

test.each([
  ["backendInfo", () => backendInfo()],
  ["planStats", () => planStats()],
])("%s needs a backend that runs", async (op, call) => {
  await expectRefusal(call, { op, type: UsageError, message: /got none yet; await configure\(\) first/ });
});

describe("ADJOINT_BACKEND", () => {
  const set = (value: string | undefined): void => {
    if (value === undefined) delete process.env["ADJOINT_BACKEND"];
    else process.env["ADJOINT_BACKEND"] = value;
  };
  afterEach(() => set(undefined));

  test("is the default", async () => {
    set("auto");
    expect((await configure({ gpu: withoutAdapter })).fallback).toBeDefined();
  });

  test("is refused by name if it names none", async () => {
    set("tpu");
    const message = /backend must be .*; got tpu; ADJOINT_BACKEND/;
    await expectRefusal(() => configure(), { op: "configure", type: UsageError, message });
    await expect(tensor([1]).add(1).data()).rejects.toThrow(UsageError);
  });
});
