import { afterEach, describe, expect, it } from "vitest";
import { NullBackend } from "../../src/backend/null.ts";
import {
  BackendError,
  backendInfo,
  type ConfigureOptions,
  configure,
  DeviceLostError,
  registerBackend,
  shutdown,
  tensor,
  UsageError,
} from "../../src/index.ts";
import { isolateTests, startNull } from "./null-engine.ts";

isolateTests();

const webgpuMissing = new BackendError({ op: "configure", rule: "the package webgpu must be installed", got: "none" });

afterEach(() => {
  delete process.env["ADJOINT_BACKEND"];
});

describe("configure", () => {
  it("starts a backend and says what runs", async () => {
    await startNull({ capabilities: { features: ["relaxed-simd"], threads: 3 } });
    expect(backendInfo()).toEqual({ backend: "null", features: ["relaxed-simd"], threads: 3, simd: "relaxed" });
  });

  it("passes the settings on", async () => {
    let seen: unknown;
    registerBackend("cpu", async (settings) => {
      seen = settings;
      return new NullBackend();
    });
    await configure({ backend: "cpu", threads: 2, workerUrl: "/worker.js" });
    expect(seen).toMatchObject({ threads: 2, workerUrl: "/worker.js" });
  });

  it("is refused while tensors live on a backend that runs", async () => {
    await startNull();
    const x = tensor([1, 2]);
    await expect(configure({ backend: "cpu" })).rejects.toThrow(
      "configure: a backend that runs is replaced only when no tensors live on it; got 1 live tensors",
    );
    x.dispose();
    await expect(configure({ backend: "cpu" })).resolves.toBeDefined();
  });

  it("is allowed with tensors that were made before anything ran", async () => {
    const x = tensor([1, 2]);
    const backend = await startNull();
    await x.add(1.5).data();
    expect(backend.uploads).toBe(1);
  });

  it("is allowed after the device was lost; tensors from before say so", async () => {
    const lost = new DeviceLostError({ op: "submit", rule: "the device must be there" });
    let isThere = true;
    await startNull({
      onSubmit() {
        if (!isThere) throw lost;
      },
    });
    const x = tensor([1, 2]);
    const y = x.add(1.5);
    await y.data();
    isThere = false;
    await expect(y.mul(2.5).data()).rejects.toBe(lost);
    await startNull();
    await expect(y.mul(3.5).data()).rejects.toThrow(DeviceLostError);
    expect(await tensor([3]).add(1.5).data()).toHaveLength(1);
  });

  it("takes the CPU for auto where WebGPU is not, and says why", async () => {
    registerBackend("webgpu", () => Promise.reject(webgpuMissing));
    registerBackend("cpu", async () => new NullBackend());
    const info = await configure({ backend: "auto" });
    expect(info.fallback).toBe("configure: the package webgpu must be installed; got none");
    await expect(configure({ backend: "webgpu" })).rejects.toBe(webgpuMissing);
    await expect(configure({ backend: "cpu" })).resolves.toMatchObject({ backend: "null" });
  });

  it("stops the backend that ran before", async () => {
    const first = await startNull();
    await startNull();
    expect(first.isDisposed).toBe(true);
  });

  const wrong: Readonly<Record<string, readonly [unknown, RegExp]>> = {
    "another backend": [{ backend: "cuda" }, /backend must be auto, cpu or webgpu; got cuda/],
    "no threads": [{ threads: 0 }, /threads must be a positive integer; got 0/],
    "half a thread": [{ threads: 1.5 }, /threads must be/],
    "unknown instructions": [{ simd: "avx" }, /simd must be simd128 or relaxed; got avx/],
    "a URL object": [{ workerUrl: 3 }, /workerUrl must be a string/],
    "a fractional seed": [{ seed: 0.5 }, /seed must be an integer/],
    "an unknown option": [{ backends: "cpu" }, /options are backend, threads/],
    "no object": [null, /options must be an object/],
  };
  for (const [name, [options, message]] of Object.entries(wrong)) {
    it(`refuses ${name}`, async () => {
      const result = configure(options as ConfigureOptions);
      await expect(result).rejects.toThrow(UsageError);
      await expect(result).rejects.toThrow(message);
    });
  }
});

describe("the environment", () => {
  it("names the default backend", async () => {
    process.env["ADJOINT_BACKEND"] = "webgpu";
    registerBackend("webgpu", () => Promise.reject(webgpuMissing));
    await expect(tensor([1]).add(1.5).data()).rejects.toBe(webgpuMissing);
    await expect(configure()).rejects.toBe(webgpuMissing);
  });

  it("is blamed for a wrong name", async () => {
    process.env["ADJOINT_BACKEND"] = "cuda";
    await expect(configure()).rejects.toThrow(/got cuda; ADJOINT_BACKEND in the environment says so/);
  });
});

describe("backendInfo", () => {
  it("says that nothing runs yet", async () => {
    await shutdown();
    expect(() => backendInfo()).toThrow(
      "backendInfo: a backend must be running; got none yet; await configure() first",
    );
  });
});
