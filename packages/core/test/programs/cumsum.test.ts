import { type DType, ir, type Shape } from "@adjoint/core";
import { uniforms } from "@adjoint/core/testing";
import fc from "fast-check";
import { expect, test } from "vitest";
import { cumsumProgram } from "../../src/programs/cumsum.ts";
import { type ProgramDevice, WIDE_DEVICE } from "../../src/programs/device.ts";
import { runProgram } from "./run-program.ts";

const SERIAL_DEVICE: ProgramDevice = { hasSerialLanes: true, threads: 2 };

function scan(shape: Shape, dtype: DType, data: readonly number[], device = WIDE_DEVICE): number[] {
  const [out = []] = runProgram(cumsumProgram(ir.cumsum(ir.buffer(shape, dtype)), device), [[...data]]);
  return out;
}

function runningSums(data: readonly number[], length: number, wrap: (x: number) => number): number[] {
  let sum = 0;
  return data.map((x, i) => {
    sum = wrap((i % length === 0 ? 0 : sum) + x);
    return sum;
  });
}

test("rows of integers of any length, exactly and wrapping", () => {
  const sizes = fc.tuple(
    fc.integer({ min: 1, max: 3 }),
    fc.oneof(fc.integer({ min: 1, max: 9 }), fc.constantFrom(64, 65, 255, 256, 257, 600, 1023, 1030)),
  );
  const rows = sizes.chain(([count, length]) =>
    fc.tuple(fc.constant(length), fc.array(fc.integer(), { minLength: count * length, maxLength: count * length })),
  );
  fc.assert(
    fc.property(rows, ([length, data]) => {
      for (const device of [WIDE_DEVICE, SERIAL_DEVICE])
        expect(scan([data.length / length, length], "i32", data, device)).toEqual(
          runningSums(data, length, (x) => x | 0),
        );
    }),
    { numRuns: 12 },
  );
});

test("more chunks than one chunk holds", () => {
  const length = 256 * 256 + 3; // two levels of chunks
  const data = Array.from({ length }, (_, i) => (i % 7) - 2);
  for (const device of [WIDE_DEVICE, SERIAL_DEVICE])
    expect(scan([length], "i32", data, device)).toEqual(runningSums(data, length, (x) => x));
});

test("many short rows side by side", () => {
  const data = Array.from({ length: 300 * 5 }, (_, i) => (i * 31) % 17);
  expect(scan([300, 5], "i32", data, SERIAL_DEVICE)).toEqual(runningSums(data, 5, (x) => x));
});

test("floats in chains stay within some ten roundings of the exact sums", () => {
  const data = [...uniforms(3, 3000, 0, 1)];
  const exact = runningSums(data, 3000, (x) => x);
  const sums = scan([3000], "f32", data, SERIAL_DEVICE);
  const worst = Math.max(...sums.map((sum, i) => Math.abs(sum - (exact[i] as number)) / (exact[i] as number)));
  expect(worst).toBeLessThan(2e-6);
});

test("floats stay within a few roundings of the exact sums", () => {
  const data = [...uniforms(3, 3000, 0, 1)];
  const exact = runningSums(data, 3000, (x) => x);
  const sums = scan([3000], "f32", data);
  const worst = Math.max(...sums.map((sum, i) => Math.abs(sum - (exact[i] as number)) / (exact[i] as number)));
  // A tree of 8 + 4 levels: at most 13 roundings of 6e-8. Adding one by one gives about 1e-5 here.
  expect(worst).toBeLessThan(8e-7);
});

test("no elements, no calls", () => {
  expect(cumsumProgram(ir.cumsum(ir.buffer([2, 0], "f32"))).calls).toEqual([]);
});
