import { ir, type Node, type Shape } from "@adjoint/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type ProgramDevice, WIDE_DEVICE } from "../../src/programs/device.ts";
import { scatterAddProgram } from "../../src/programs/scatter-add.ts";
import { runProgram } from "./run-program.ts";

const SERIAL: readonly ProgramDevice[] = [{ hasSerialLanes: true, threads: 3 }];
const DEVICES: readonly ProgramDevice[] = [WIDE_DEVICE, ...SERIAL];

/** base [A, n, B], indices and updates [A, m, B]. */
interface Sizes {
  readonly outer: number;
  readonly targets: number;
  readonly updates: number;
  readonly inner: number;
}

function expectedSums(
  sizes: Sizes,
  base: readonly number[],
  indices: readonly number[],
  updates: readonly number[],
): number[] {
  const { outer, targets, updates: count, inner } = sizes;
  const out = [...base];
  for (let a = 0; a < outer; a++) {
    for (let j = 0; j < count; j++) {
      for (let b = 0; b < inner; b++) {
        const from = (a * count + j) * inner + b;
        const target = indices[from] as number;
        const at = (a * targets + target) * inner + b;
        if (target >= 0 && target < targets) out[at] = Math.fround((out[at] as number) + (updates[from] as number));
      }
    }
  }
  return out;
}

/**
 * Runs a scatter whose indices vary along the axes named, as all devices do it, and compares it with plain loops. Returns the
 * names of the kernels, in lanes and serially.
 */
function check(sizes: Sizes, varying: { outer: boolean; inner: boolean }, seed: number, devices = DEVICES): string[] {
  const { outer, targets, updates: count, inner } = sizes;
  const random = (a: number, low: number, high: number): number => {
    const x = Math.imul(a * 2654435761 + seed * 40503 + 12345, 1103515245) >>> 8;
    return low + (x % (high - low));
  };
  const shape: Shape = [outer, count, inner];
  const from = [varying.outer ? outer : 1, count, varying.inner ? inner : 1];
  const node: Node = ir.scatterAdd(
    ir.buffer([outer, targets, inner], "f32"),
    ir.expand(ir.buffer(from, "i32"), shape),
    ir.buffer(shape, "f32"),
    1,
  );
  const indices: number[] = [];
  for (let a = 0; a < outer; a++) {
    for (let j = 0; j < count; j++) {
      for (let b = 0; b < inner; b++) {
        const place = ((varying.outer ? a : 0) * count + j) * inner + (varying.inner ? b : 0);
        indices.push(random(place, -1, targets + 1));
      }
    }
  }
  const numbers = (n: number, salt: number): number[] =>
    Array.from({ length: n }, (_, i) => Math.fround(random(i + salt, -1000, 1000) / 7));
  const base = numbers(outer * targets * inner, 1000);
  const updates = numbers(indices.length, 5000);
  const expected = expectedSums(sizes, base, indices, updates);
  const names: string[] = [];
  for (const device of devices) {
    const program = scatterAddProgram(node, device);
    const [out] = runProgram(program, [base, indices, updates]);
    // Equal bit by bit: every target adds its updates in their order.
    expect(out).toEqual(expected);
    names.push(program.calls.map((call) => call.kernel.name).join(" "));
  }
  return names;
}

test("any sizes, indices that vary along any axes", () => {
  const sizes = fc.record({
    outer: fc.integer({ min: 1, max: 2 }),
    targets: fc.integer({ min: 1, max: 9 }),
    updates: fc.oneof(fc.integer({ min: 0, max: 30 }), fc.constant(130)),
    inner: fc.integer({ min: 1, max: 3 }),
  });
  const varying = fc.record({ outer: fc.boolean(), inner: fc.boolean() });
  fc.assert(
    fc.property(sizes, varying, fc.nat(1000), (given, axes, seed) => {
      check(given, axes, seed);
    }),
    { numRuns: 20 },
  );
});

test("an embedding's gradient sorts one list and adds whole rows", () => {
  const names = check({ outer: 1, targets: 5, updates: 40, inner: 6 }, { outer: true, inner: false }, 1);
  expect(names).toEqual(["sort-blocks-scatter-rows scatter-rows", "sort-blocks-scatter-rows scatter-rows"]);
});

test("few updates are not sorted", () => {
  const names = check({ outer: 4, targets: 300, updates: 1, inner: 1 }, { outer: true, inner: true }, 2);
  expect(names).toEqual(["scatter-few", "scatter-few"]);
});

test("many updates take merges", () => {
  const names = check({ outer: 1, targets: 7, updates: 300, inner: 1 }, { outer: true, inner: true }, 3);
  expect(names).toEqual(["sort-blocks-scatter-elements sort-merge sort-merge scatter-elements", "scatter-serially"]);
});

test("serially, many updates of rows take a radix sort, and enough work is shared by parts of the targets", () => {
  const rows = check({ outer: 1, targets: 300, updates: 150, inner: 3 }, { outer: true, inner: false }, 4);
  expect(rows[1]).toBe("sort-radix-scatter-rows-keys scatter-rows");
  check({ outer: 1, targets: 7, updates: 16384, inner: 1 }, { outer: true, inner: true }, 5, SERIAL);
  check({ outer: 2, targets: 4, updates: 9000, inner: 2 }, { outer: true, inner: true }, 6, SERIAL);
});
