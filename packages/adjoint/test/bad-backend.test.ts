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
import { afterEach, describe, expect, test } from "vitest";
import { expectRefusal } from "./support/refusal.ts";

afterEach(() => shutdown());

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

  test("webgpu, in this release, and says what to do", async () => {
    const error = { op: "configure", type: BackendError, message: /webgpu .*; got .*webgpu.*; .*cpu/ };
    await expectRefusal(() => configure({ backend: "webgpu" }), error);
    const x: Tensor = tensor([1, 2]);
    expect(await x.add(1).array()).toEqual([2, 3]);
    expect(backendInfo().backend).toBe("cpu");
  });
});

test("auto falls back to the CPU, and says why", async () => {
  const info = await configure({ backend: "auto", threads: 1 });
  expect(info).toMatchObject({ backend: "cpu", threads: 1 });
  expect(info.fallback).toMatch(/^configure: .*webgpu/);
  expect(backendInfo()).toEqual(info);
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
    expect((await configure()).fallback).toBeDefined();
  });

  test("is refused by name if it names none", async () => {
    set("tpu");
    const message = /backend must be .*; got tpu; ADJOINT_BACKEND/;
    await expectRefusal(() => configure(), { op: "configure", type: UsageError, message });
    await expect(tensor([1]).add(1).data()).rejects.toThrow(UsageError);
  });
});
