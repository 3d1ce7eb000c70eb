import { ir, type KernelProgram, type Node, sizeOf } from "@adjoint/core";
import { interpretGraph } from "@adjoint/core/testing";
import { describe, expect, test } from "vitest";
import { type Cell, gruCell, lstmCell, reluCell, tanhCell } from "../src/recurrent/cells.ts";
import { type Extents, groupSize } from "../src/recurrent/launch.ts";
import { backwardProgram, forwardProgram } from "../src/recurrent/programs.ts";
import { expectClose } from "./support/close.ts";
import { randomValues } from "./support/random-values.ts";
import { runProgram } from "./support/run-program.ts";

/** Both sides compute in float64; they only differ in the order of sums. */
const TOLERANCE = 1e-12;

/** Expects the kernels of a program to compute what its composite means. */
function expectMeaning(program: KernelProgram | undefined, shapes: readonly (readonly number[])[], seed: number): void {
  const { composite } = program ?? {};
  if (program === undefined || composite === undefined) expect.fail("no kernel or no composite");
  const leaves = shapes.map((shape, i) => [ir.buffer(shape, "f32"), randomValues(sizeOf(shape), seed + i)] as const);
  const values = new Map<Node, Float64Array>(leaves);
  const nodes = composite(leaves.map(([node]) => node));
  const want = interpretGraph(nodes, (node) => values.get(node) ?? []);
  const got = runProgram(program, [...values.values()]);
  expect(nodes.map((node) => node.shape)).toEqual(program.outputs.map((output) => output.shape));
  want.forEach((output, i) => {
    expectClose(got[i] ?? [], output, TOLERANCE, `output ${i}`);
  });
}

const cells: readonly Cell[] = [tanhCell, reluCell, gruCell, lstmCell];

const layouts: readonly (Extents & { readonly what: string })[] = [
  { what: "one step of one unit", batch: 1, steps: 1, directions: 1, isReversed: false, hidden: 1 },
  { what: "odd extents", batch: 3, steps: 5, directions: 1, isReversed: false, hidden: 7 },
  { what: "reversed", batch: 2, steps: 4, directions: 1, isReversed: true, hidden: 4 },
  { what: "both directions", batch: 2, steps: 3, directions: 2, isReversed: false, hidden: 6 },
  { what: "both directions, reversed", batch: 2, steps: 3, directions: 2, isReversed: true, hidden: 2 },
  { what: "groups that do not divide the batch", batch: 15, steps: 2, directions: 2, isReversed: false, hidden: 8 },
];

describe.each(cells)("$name", (cell) => {
  describe.each(layouts)("with $what", (extents) => {
    const { batch, steps, directions, hidden } = extents;
    const columns = cell.gates * hidden;
    const [N, T, D, H, S] = [batch, steps, directions, hidden, cell.states];

    test.each([true, false])("runs forward as its composite does, saving: %s", (saves) => {
      const shapes = [
        [N, T, D, columns],
        [D, H, columns],
        [D, columns],
        [S, D, N, H],
      ];
      expectMeaning(forwardProgram(cell, extents, "f32", saves), shapes, 1);
    });

    test("runs backward as its composite does", () => {
      const cellShape = cell.states === 2 ? [[D, N, H]] : [];
      const previous = cell.needsPrevious ? [[D, N, T, H]] : [];
      const shapes = [[N, T, D, H], ...cellShape, [D, N, T, cell.savedCount, H], ...previous, [D, columns, H]];
      expectMeaning(backwardProgram(cell, extents, "f32"), shapes, 2);
    });
  });
});

describe("groupSize", () => {
  const extents: Extents = { batch: 32, steps: 5, directions: 1, isReversed: false, hidden: 64 };

  test("shares weights between as many sequences as registers hold", () => {
    expect([gruCell, lstmCell].map((cell) => groupSize(cell, extents, "f32"))).toEqual([4, 2]);
  });

  test("keeps at least eight programs, where there are so many sequences", () => {
    expect(groupSize(gruCell, { ...extents, batch: 9 }, "f32")).toBe(1);
    expect(groupSize(gruCell, { ...extents, batch: 9, directions: 2 }, "f32")).toBe(2);
  });

  test("fits into shared memory, or gives up", () => {
    expect(groupSize(gruCell, { ...extents, hidden: 512 }, "f32")).toBe(2);
    expect(groupSize(lstmCell, { ...extents, hidden: 4096 }, "f32")).toBeUndefined();
  });
});
