/** @file What a device cannot do is said before anything is enqueued or allocated. */
import { describe, expect, it } from "vitest";
import type { Submission } from "../../src/backend/contract.ts";
import { NullBackend, type NullBackendOptions } from "../../src/backend/null.ts";
import {
  BackendError,
  DTypeError,
  memory,
  realize,
  registerBackend,
  stepNodes,
  type Tensor,
  tensor,
} from "../../src/index.ts";
import { isolateTests, startNull } from "./null-engine.ts";

isolateTests();

const SMALL: NullBackendOptions = { capabilities: { maxBufferBytes: 1024 } };
const HINT = 'take a smaller batch, or configure({ backend: "cpu" })';

const cases: Readonly<Record<string, readonly [make: () => Tensor, got: string]>> = {
  "an input": [() => tensor(new Float32Array(300)).sum(), "buffer f32[300] with 1200 bytes"],
  "a result": [
    () =>
      tensor(new Float32Array(20))
        .reshape([20, 1])
        .mul(tensor(new Float32Array(20))),
    "mul f32[20, 20] with 1600 bytes",
  ],
  "an intermediate value": [
    () => {
      const x = tensor(new Float32Array(20)).reshape([20, 1]);
      return x.matmul(x.reshape([1, 20])).sum();
    },
    "f32[400] for dot NN 20×20×1 with 1600 bytes",
  ],
};

describe("a tensor over the limit", () => {
  for (const [name, [make, got]] of Object.entries(cases)) {
    const message = `a tensor must fit into a buffer of the device; got ${got}, 1024 allowed; ${HINT}`;

    it(`as ${name} is refused where it is used, and nothing is left behind`, async () => {
      const backend = await startNull(SMALL);
      const x = make();
      const { buffers } = memory();
      for (let i = 0; i < 2; i++) await expect(x.data()).rejects.toThrow(`data: ${message}`);
      await expect(realize(x)).rejects.toThrow(BackendError);
      expect(memory().buffers).toBe(buffers);
      expect([backend.allocations, backend.uploads, backend.submits]).toEqual([0, 0, 0]);
    });

    it(`as ${name} is refused by a read that waits for the backend`, async () => {
      const backend = new NullBackend(SMALL);
      registerBackend("cpu", async () => backend);
      const x = make();
      const { buffers } = memory();
      await expect(x.data()).rejects.toThrow(`data: ${message}`);
      expect(memory().buffers).toBe(buffers);
      expect(backend.allocations).toBe(0);
    });
  }

  it("in a step throws on its line, and leaves the parameters", async () => {
    await startNull(SMALL);
    const w = tensor([1, 2]);
    const next = w.add(tensor(new Float32Array(300)).sum());
    expect(() => stepNodes([{ tensor: w, next: next.node }])).toThrow(/^step: a tensor must fit .* f32\[300\]/);
    expect(await w.array()).toEqual([1, 2]);
  });

  it("that is exactly as large as allowed is none", async () => {
    await startNull(SMALL);
    expect(await tensor(new Float32Array(256)).add(0.5).data()).toHaveLength(256);
  });
});

describe("tensors that are bound in parts", () => {
  /** The greatest number of bindings of 1024 bytes that a kernel has in the sum of transposed matrices. */
  async function mostBindings(maxBindingBytes: number | undefined): Promise<number> {
    let most = 0;
    const onSubmit = ({ plan: { slots, steps } }: Submission): void => {
      const bindings = steps.map((step) =>
        step.slots.reduce((sum, slot) => sum + Math.ceil((slots[slot]?.sizeBytes ?? 0) / 1024), 0),
      );
      most = Math.max(most, ...bindings);
    };
    await startNull({
      capabilities: { maxBuffersPerKernel: 8, ...(maxBindingBytes && { maxBindingBytes }) },
      onSubmit,
    });
    const matrices = Array.from({ length: 7 }, () => tensor(new Float32Array(300), { shape: [20, 15] }));
    await matrices.reduce((sum, x) => sum.add(x.transpose().reshape([20, 15]))).data();
    return most;
  }

  it("are read by more kernels, so that each has the bindings that it needs", async () => {
    expect(await mostBindings(1024)).toBeLessThanOrEqual(8);
  });

  it.each([undefined, 2048])("are not where they fit into a binding of %s bytes", async (bindingBytes) => {
    expect(await mostBindings(bindingBytes)).toBeGreaterThan(8);
  });
});

describe("a dtype that the device lacks", () => {
  const lacks: NullBackendOptions = { capabilities: { hasF64: false, hasF16: false } };
  const wrong: Readonly<Record<string, readonly [make: () => Tensor<"f64" | "f16" | "f32">, got: string]>> = {
    "f64 data": [() => tensor([1, 2], { dtype: "f64" }).exp(), "buffer f64[2]"],
    "a cast to f64": [
      () =>
        tensor([[1, 2]])
          .exp()
          .cast("f64"),
      "cast f64[1, 2]",
    ],
    "f64 inside": [() => tensor([1, 2]).cast("f64").sum().cast("f32"), "cast f64[2]"],
    "f16 data": [() => tensor([1], { dtype: "f16" }).neg(), "buffer f16[1]"],
  };
  for (const [name, [make, got]] of Object.entries(wrong)) {
    it(`is refused: ${name}`, async () => {
      const backend = await startNull(lacks);
      const x = make();
      const hint = got.includes("f64") ? "f64 needs the cpu backend" : "cast to f32";
      const rule = `the backend must have the dtype; got ${got}; ${hint}`;
      await expect(x.data()).rejects.toThrow(`data: ${rule}`);
      await expect(x.data()).rejects.toThrow(DTypeError);
      expect(backend.allocations).toBe(0);
    });
  }

  it("still holds data on the host", async () => {
    await startNull(lacks);
    expect(await tensor([1, 2], { dtype: "f64" }).array()).toEqual([1, 2]);
  });
});
