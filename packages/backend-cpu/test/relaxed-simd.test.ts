import { expect, test } from "vitest";
import { createCpuBackend } from "../src/cpu-backend.ts";

/** A 1 × 2 by 2 × 1 product whose result shows whether the second product was rounded before it was added. */
async function product(
  simd: "simd128" | "relaxed" | undefined,
): Promise<{ value: number; features: readonly string[] }> {
  const backend = await createCpuBackend({ threads: 1, simd });
  // Two columns, so that it is no matrix × vector, whose lanes run along k.
  const a = backend.allocate(8);
  const b = backend.allocate(16);
  const out = backend.allocate(8);
  const almost = Math.fround(1 + 2 ** -23);
  backend.upload(a, Float32Array.of(1, almost));
  backend.upload(b, Float32Array.of(-1, 0, almost, 0));
  const shape = { batch: 1, m: 1, n: 2, k: 2, aBatchStride: 0, bBatchStride: 0 };
  const spec = { ...shape, isATransposed: false, isBTransposed: false };
  const slot = (role: "input" | "output", sizeBytes: number) => ({ role, dtype: "f32", sizeBytes }) as const;
  const plan = {
    slots: [slot("input", 8), slot("input", 16), slot("output", 8)],
    steps: [{ kind: "dot", spec, slots: [0, 1, 2], flops: 8, bytes: 32 }],
    inputs: [0, 1],
    outputs: [2],
    scalarCount: 0,
    scratchBytes: 0,
  } as const;
  await backend.prepare?.(plan);
  backend.submit({ plan, executables: [undefined], buffers: [a, b, out], scalars: [] });
  const [value = Number.NaN] = new Float32Array(await backend.download(out, 8));
  const { features } = backend.capabilities;
  await backend.dispose();
  return { value, features };
}

test("simd128 rounds products, relaxed SIMD does not, and the features say which is used", async () => {
  const plain = await product("simd128");
  expect(plain.features).not.toContain("relaxed-simd");
  // (1 + 2⁻²³)² = 1 + 2⁻²² + 2⁻⁴⁶, whose last part is lost when it is rounded to 24 bits.
  expect(plain.value).toBe(2 ** -22);
  const relaxed = await product("relaxed");
  expect(relaxed.features).toContain("relaxed-simd");
  expect(relaxed.value).toBe(Math.fround(2 ** -22 + 2 ** -46));
});
