/** @file Values that go back to all elements of an axis which is not the last, in the kernel that reduced it. */
import { expect, test } from "vitest";
import * as ir from "../../src/ir/build.ts";
import type { Node } from "../../src/ir/node.ts";
import { collect } from "../../src/lower/collect.ts";
import { lower } from "../../src/lower/lower.ts";
import * as rare from "../../src/lower/rare-graphs.ts";
import { provideRare } from "../../src/lower/rare-part.ts";
import type { Shape } from "../../src/shape.ts";
import { interpretGraph } from "../../src/testing/interpret-graph.ts";
import { leafNode } from "../../src/testing/leaf-node.ts";
import { runPlan } from "../../src/testing/run-plan.ts";

provideRare(rare);

function softmax(x: Node, axis: number): Node {
  const of = (row: Node): Node => ir.expand(row, x.shape);
  const exps = ir.map("exp", ir.map("sub", x, of(ir.reduce("max", x, [axis]))));
  return ir.map("div", exps, of(ir.reduce("sum", exps, [axis])));
}

/** A sum of all elements of what the rows of an axis add up to. */
function total(x: Node, axis: number): Node {
  const rows = ir.map("log", ir.reduce("sum", ir.map("mul", x, x), [axis]));
  return ir.reduce(
    "sum",
    rows,
    rows.shape.map((_, i) => i),
  );
}

type Row = readonly [title: string, shape: Shape, axis: number, steps: number];

test.each<Row>([
  ["before one other axis", [5, 7], 0, 1],
  ["between others", [2, 5, 6, 7], 1, 1],
  ["next to the last", [3, 4, 2], 1, 1],
  ["of more elements than few lanes take", [33, 7], 0, 4],
])("softmax of an axis %s", (_, shape, axis, steps) => {
  const x = leafNode(shape);
  expectSteps([softmax(x, axis)], shape, steps);
});

test("a softmax and a sum of all rows, which one program can do", () => {
  const x = leafNode([2, 5, 6, 7]);
  expectSteps([total(x, 1), softmax(x, 1)], x.shape, 1);
});

test("rows of which too much is known to keep it: what is computed again needs what it read", () => {
  const shape = [1, 3, 40, 50];
  const x = leafNode(shape);
  const p = softmax(x, 1);
  // Each of these is a value for each place, and all are needed again when the greatest is known.
  const parts = [1, 2, 3, 4, 5, 6].map((i) =>
    ir.map("tanh", ir.reduce("sum", ir.map("sin", ir.map("mul", p, ir.full(i, shape, "f32"))), [1])),
  );
  const tops = parts.map((part) =>
    ir.map("div", ir.map("exp", part), ir.expand(ir.reduce("max", part, [0, 1, 2, 3]), part.shape)),
  );
  expectSteps(
    [tops.reduce((a, b) => ir.map("add", a, b)), ir.map("mul", p, ir.expand(tops[0] as Node, shape))],
    shape,
    1,
  );
});

function expectSteps(outputs: readonly Node[], shape: Shape, steps: number): void {
  const graph = collect(outputs);
  const data = Float64Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => Math.sin(i * 1.7) * 3);
  const plan = lower(graph, { maxBuffersPerKernel: 8 });
  expect(plan.steps.length).toBe(steps);
  const expected = interpretGraph(outputs, () => data);
  runPlan(plan, graph, () => data).forEach((values, at) => {
    expect(values.length).toBe(expected[at]?.length);
    values.forEach((value, i) => void expect(value).toBeCloseTo(expected[at]?.[i] ?? Number.NaN, 10));
  });
}
