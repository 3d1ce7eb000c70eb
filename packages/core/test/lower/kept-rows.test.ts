/** @file Rows that a kernel keeps in shared memory between its passes: how long they may be, and what they hold. */
import { expect, test } from "vitest";
import * as ir from "../../src/ir/build.ts";
import type { Node } from "../../src/ir/node.ts";
import { collect } from "../../src/lower/collect.ts";
import { lower } from "../../src/lower/lower.ts";
import { leafNode } from "../../src/testing/leaf-node.ts";
import { runPlan } from "../../src/testing/run-plan.ts";

function softmax(x: Node): Node {
  const of = (row: Node): Node => ir.expand(row, x.shape);
  const exps = ir.map("exp", ir.map("sub", x, of(ir.reduce("max", x, [1]))));
  return ir.map("div", exps, of(ir.reduce("sum", exps, [1])));
}

test.each([
  { columns: 3000, hasSerialLanes: false, kept: 1 },
  { columns: 8192, hasSerialLanes: false, kept: 0 },
  { columns: 8192, hasSerialLanes: true, kept: 1 },
  { columns: 30_000, hasSerialLanes: true, kept: 0 },
])(
  "softmax of $columns columns keeps $kept rows, serial lanes: $hasSerialLanes",
  ({ columns, hasSerialLanes, kept }) => {
    const x = leafNode([2, columns]);
    const graph = collect([softmax(x)]);
    const plan = lower(graph, { maxBuffersPerKernel: 8, hasSerialLanes });
    const [step] = plan.steps;
    expect(plan.steps.length).toBe(1);
    expect(step?.kind === "kernel" ? step.kernel.shared.length : undefined).toBe(kept);
    const data = Float64Array.from({ length: 2 * columns }, (_, i) => Math.sin(i * 1.7) * 3);
    const [values = []] = runPlan(plan, graph, () => data);
    for (const row of [0, 1]) {
      const own = data.subarray(row * columns, (row + 1) * columns);
      const sum = own.reduce((total, value) => total + Math.exp(value), 0);
      for (const i of [0, 1, columns - 1])
        expect(values[row * columns + i]).toBeCloseTo(Math.exp(own[i] ?? 0) / sum, 12);
    }
  },
);
