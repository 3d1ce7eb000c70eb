import { describe, expect, it } from "vitest";
import load from "wabt";
import { type Copy, Loops, type MultiplyAdd, operands, regionOf, turnsOf } from "../../src/engine/limits/loops.ts";
import {
  type Arithmetic,
  accumulatorCounts,
  COPY_BLOCK_BYTES,
  flopsPerTurn,
  moduleText,
} from "../../src/engine/limits/wat.ts";

async function instanceOf(arithmetic: Arithmetic): Promise<WebAssembly.Exports | undefined> {
  const { parseWat } = await load();
  const parsed = parseWat("loops.wat", moduleText(arithmetic), { simd: true, relaxed_simd: true });
  const bytes = new Uint8Array(parsed.toBinary({}).buffer);
  return WebAssembly.validate(bytes) ? new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports : undefined;
}

it("copies read memory that has been written", async () => {
  const { parseWat } = await load();
  const bytes = parseWat("loops.wat", moduleText("separate"), { simd: true }).toBinary({}).buffer;
  const loops = new Loops(new WebAssembly.Module(new Uint8Array(bytes)));
  for (const size of [30_000, 200_000]) {
    loops.reserve(size);
    expect(loops.bytes.length).toBeGreaterThanOrEqual(size);
    expect(loops.bytes.every((byte) => byte !== 0)).toBe(true);
  }
});

describe.each(["fused", "separate"] as const)("the %s loops", (arithmetic) => {
  it("add up what was multiplied, in every sum", async () => {
    const exports = await instanceOf(arithmetic);
    // Not all versions of Node have fused multiply-adds. All have separate ones.
    if (exports === undefined) return expect(arithmetic).toBe("fused");
    const [factor, term] = operands(arithmetic);
    const [turns, steps] = [3, 12];
    for (const count of accumulatorCounts) {
      const multiplyAdd = exports[`multiplyAdd${count}`] as unknown as MultiplyAdd;
      const sums = Array.from({ length: count }, (_, i) => {
        if (arithmetic === "fused") return i + steps * factor * term;
        let sum = i;
        for (let step = 0; step < steps; step++) sum = Math.fround(sum * factor + term);
        return sum;
      });
      const expected = sums.reduce((total, sum) => total + sum, term);
      expect(multiplyAdd(turns, factor, term)).toBeCloseTo(expected, 4);
    }
  });

  it("copy what they are asked to, and no more", async () => {
    const exports = await instanceOf(arithmetic);
    if (exports === undefined) return expect(arithmetic).toBe("fused");
    const bytes = new Uint8Array((exports["memory"] as WebAssembly.Memory).buffer);
    const [length, to] = [3 * COPY_BLOCK_BYTES, 4096];
    for (let i = 0; i < 4096; i++) bytes[i] = 1 + (i % 251);
    (exports["copy"] as unknown as Copy)(0, to, length, 2);
    expect(bytes.slice(to, to + length)).toEqual(bytes.slice(0, length));
    expect(bytes.slice(to + length).every((byte) => byte === 0)).toBe(true);
  });
});

it("divides work among threads, rounding up", () => {
  expect(turnsOf(10 * flopsPerTurn(8), 1, 8)).toBe(10);
  expect(turnsOf(10 * flopsPerTurn(8), 4, 8)).toBe(3);
  expect(turnsOf(1, 64, 24)).toBe(1);
  expect(regionOf(32_768, 1)).toEqual({ to: 16_384, bytes: 16_384, memoryBytes: 32_768 });
  expect(regionOf(32_768, 6)).toEqual({ to: 4096, bytes: 22 * COPY_BLOCK_BYTES, memoryBytes: 4096 + 22 * 128 });
});
