import { type DType, ir, type Node } from "@adjoint/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type ProgramDevice, WIDE_DEVICE } from "../../src/programs/device.ts";
import { sortProgram } from "../../src/programs/sort.ts";
import { runProgram } from "./run-program.ts";

/** The order of the specification: NaN is greatest, −0 equals 0, equal elements keep their order. */
function sortedIndices(row: readonly number[], isDescending: boolean): number[] {
  const rank = (x: number): number => (Number.isNaN(x) ? 1 : 0);
  const compare = (a: number, b: number): number => rank(a) - rank(b) || (a < b ? -1 : a > b ? 1 : 0);
  const sign = isDescending ? -1 : 1;
  return [...row.keys()].sort((i, j) => sign * compare(row[i] as number, row[j] as number) || i - j);
}

const SERIAL: readonly ProgramDevice[] = [{ hasSerialLanes: true, threads: 2 }];
const DEVICES: readonly ProgramDevice[] = [WIDE_DEVICE, ...SERIAL];

function nodeOf(shape: readonly number[], dtype: DType, isDescending: boolean, count?: number): Node {
  const { values } = ir.sort(ir.buffer(shape, dtype), isDescending, count);
  return values.inputs[0] as Node;
}

/** Sorts rows as all devices do it; or finds the first `count` of each. */
function check(
  rows: readonly (readonly number[])[],
  dtype: DType,
  isDescending: boolean,
  count?: number,
  devices = DEVICES,
): void {
  const length = rows[0]?.length ?? 0;
  const expected = rows.map((row) => sortedIndices(row, isDescending).slice(0, count));
  for (const device of devices) {
    const program = sortProgram(nodeOf([rows.length, length], dtype, isDescending, count), device);
    const [values = [], indices] = runProgram(program, [rows.flat()]);
    expect(indices).toEqual(expected.flat());
    expect(values).toEqual(rows.flatMap((row, r) => (expected[r] ?? []).map((i) => row[i])));
  }
}

const few = [0, -0, 1, -1, 2.5, -2.5, Infinity, -Infinity, Number.NaN, 1e-40, -1e-40].map(Math.fround);
const elements: Readonly<Record<"f32" | "f64" | "i32" | "u32", fc.Arbitrary<number>>> = {
  f32: fc.oneof(fc.constantFrom(...few), fc.float()),
  f64: fc.oneof(fc.constantFrom(...few), fc.double()),
  i32: fc.oneof(fc.integer({ min: -3, max: 3 }), fc.integer()),
  u32: fc.nat(),
};

for (const dtype of ["f32", "f64", "i32", "u32"] as const) {
  test(`rows of ${dtype} of any length are sorted`, () => {
    const lengths = fc.oneof(fc.integer({ min: 1, max: 20 }), fc.constantFrom(127, 128, 129, 256, 300));
    const rows = fc.tuple(fc.integer({ min: 1, max: 2 }), lengths).chain(([count, length]) => {
      return fc.array(fc.array(elements[dtype], { minLength: length, maxLength: length }), {
        minLength: count,
        maxLength: count,
      });
    });
    fc.assert(
      fc.property(rows, fc.boolean(), (given, isDescending) => check(given, dtype, isDescending)),
      { numRuns: 8 },
    );
  });
}

test("several merge passes, with a short last run and many ties", () => {
  for (const length of [511]) check([Array.from({ length }, (_, i) => (i * 7919) % 13)], "f32", false);
  check([Array.from({ length: 700 }, (_, i) => (i * 7919) % 1009)], "i32", true);
});

for (const dtype of ["f32", "f64", "i32"] as const) {
  test(`the first few of rows of ${dtype}`, () => {
    const lengths = fc.oneof(fc.integer({ min: 1, max: 20 }), fc.constantFrom(64, 65, 127, 300));
    const rows = fc.tuple(fc.integer({ min: 1, max: 2 }), lengths).chain(([count, length]) =>
      fc.tuple(
        fc.array(fc.array(elements[dtype], { minLength: length, maxLength: length }), {
          minLength: count,
          maxLength: count,
        }),
        fc.oneof(fc.integer({ min: 0, max: Math.min(length, 12) }), fc.integer({ min: 0, max: length })),
      ),
    );
    fc.assert(
      fc.property(rows, fc.boolean(), ([given, kept], isDescending) => check(given, dtype, isDescending, kept)),
      { numRuns: 10 },
    );
  });
}

test("the first few of more elements than one program goes through, the last part short", () => {
  const row = Array.from({ length: 65536 + 3 }, (_, i) => (i * 7919) % 65521);
  row[65538] = -1;
  check([row], "f32", false, 5, SERIAL);
});

test("all NaN: the first few are those at the start", () => {
  check([new Array<number>(65540).fill(Number.NaN)], "f32", false, 4, SERIAL);
});

test("NaN comes last, and first if descending", () => {
  const row = [Number.NaN, 1, Infinity, -Infinity];
  check([row], "f32", false);
  check([row], "f32", true);
});

test("no elements, no calls", () => {
  expect(sortProgram(nodeOf([3, 0], "f32", false)).calls).toEqual([]);
  expect(sortProgram(nodeOf([0, 3], "f32", false)).calls).toEqual([]);
});

test("the kernels do not depend on sizes, so that they are compiled once", () => {
  const keys = (length: number): string[] =>
    sortProgram(nodeOf([2, length], "f32", false)).calls.map((call) => call.kernel.key);
  expect(new Set([...keys(300), ...keys(1000)]).size).toBe(3);
});
