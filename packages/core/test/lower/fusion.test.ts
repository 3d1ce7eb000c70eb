import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as ir from "../../src/ir/build.ts";
import type { Node } from "../../src/ir/node.ts";
import { collect } from "../../src/lower/collect.ts";
import { lower } from "../../src/lower/lower.ts";
import * as rare from "../../src/lower/rare-graphs.ts";
import { provideRare } from "../../src/lower/rare-part.ts";
import { programOf } from "../../src/programs/program-of.ts";
import { sizeOf } from "../../src/shape.ts";
import { interpretGraph } from "../../src/testing/interpret-graph.ts";
import { leafNode } from "../../src/testing/leaf-node.ts";
import { runPlan } from "../../src/testing/run-plan.ts";
import { type Choice, grow } from "./graphs.ts";

provideRare(rare);

const choice = fc.record({ op: fc.nat(100), on: fc.nat(100), with: fc.nat(100), how: fc.nat(100) });

function dataFor(node: Node, seed: number): Float64Array {
  return Float64Array.from({ length: sizeOf(node.shape) }, (_, i) => Math.sin(1 + i * 1.7 + seed * 3.1) * 2);
}

function check(choices: readonly Choice[], wanted: readonly number[], maxBuffersPerKernel: number): void {
  const leaves = [leafNode([2, 3, 4]), leafNode([4]), leafNode([3, 1])];
  const nodes = grow(leaves, choices);
  const outputs = wanted.map((i) => nodes[nodes.length - 1 - (i % nodes.length)] as Node);
  checkOutputs(leaves, outputs, maxBuffersPerKernel);
}

function checkOutputs(leaves: readonly Node[], outputs: readonly Node[], maxBuffersPerKernel: number): void {
  const data = new Map(leaves.map((node, i) => [node, dataFor(node, i)]));
  const collected = collect(outputs);
  const plan = lower(collected, { maxBuffersPerKernel, programOf });
  for (const step of plan.steps)
    if (step.kind === "kernel") expect(step.slots.length).toBeLessThanOrEqual(maxBuffersPerKernel);
  const actual = runPlan(plan, collected, (node) => data.get(node) ?? []);
  const expected = interpretGraph(outputs, (node) => data.get(node) ?? []);
  expected.forEach((values, i) => {
    expect(actual[i]?.length).toBe(values.length);
    values.forEach((value, j) => {
      const got = actual[i]?.[j] ?? Number.NaN;
      const bound = 1e-9 * Math.max(1, Math.abs(value));
      if (!Object.is(got, value) && !(Math.abs(got - value) <= bound))
        throw new Error(`output ${i}, element ${j}: ${got}, expected ${value}`);
    });
  });
}

describe("a lowered graph computes what the graph means", () => {
  const choices = fc.array(choice, { minLength: 1, maxLength: 14 });
  const wanted = fc.array(fc.nat(6), { minLength: 1, maxLength: 3 });

  // 1e-9: both sides run in double precision, and differ only in the order of sums.
  test("with eight buffers a kernel", () => {
    fc.assert(
      fc.property(choices, wanted, (c, w) => check(c, w, 8)),
      { numRuns: 400 },
    );
  });

  test("with as many as there are", () => {
    fc.assert(
      fc.property(choices, wanted, (c, w) => check(c, w, 64)),
      { numRuns: 200 },
    );
  });

  test("with no more than four", () => {
    fc.assert(
      fc.property(choices, wanted, (c, w) => check(c, w, 4)),
      { numRuns: 200 },
    );
  });

  test("where a padding that rules nothing out lies inside of another", () => {
    const x = leafNode([1, 3]);
    const row = ir.shrink(ir.map("neg", ir.pad(x, [1, 0], [1, 0])), [1, 0], [2, 3]);
    checkOutputs([x], [ir.pad(row, [0, 2], [0, 2])], 8);
  });

  test("where one index meets two paddings, of which one leaves more of it", () => {
    const x = leafNode([2, 3]);
    const padded = ir.map("neg", ir.pad(x, [0, 0], [0, 1]));
    const less = ir.pad(ir.shrink(padded, [0, 0], [2, 3]), [0, 0], [0, 3]);
    const more = ir.pad(padded, [0, 0], [0, 2]);
    checkOutputs([x], [ir.map("add", less, more)], 8);
    checkOutputs([x], [ir.map("add", more, less)], 8);
  });

  test("behind a flip and a reshape that no index aligns", () => {
    const x = leafNode([2, 3, 4]);
    const columns = ir.reshape(ir.permute(x, [1, 2, 0]), [8, 3]);
    checkOutputs([x], [ir.flip(columns, [0])], 8);
  });

  test("where each element of a row meets all others, in the kernel that knows the row's greatest", () => {
    const x = leafNode([5, 4]);
    const below = ir.map("sub", x, ir.expand(ir.reduce("max", x, [1]), [5, 4]));
    const all = ir.expand(ir.reshape(below, [5, 1, 4]), [5, 4, 4]);
    const own = ir.expand(ir.reshape(below, [5, 4, 1]), [5, 4, 4]);
    const above = ir.reduce("sum", ir.map("max", all, own), [2]);
    const weighed = ir.map("mul", ir.reshape(above, [5, 4]), x);
    const outputs = [weighed, ir.reduce("sum", weighed, [1])];
    checkOutputs([x], outputs, 8);
    expect(lower(collect(outputs), { maxBuffersPerKernel: 8, programOf }).steps).toHaveLength(1);
  });
});
