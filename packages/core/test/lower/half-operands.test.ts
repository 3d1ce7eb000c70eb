/** @file Products of 16-bit floats: whether they are widened first, or read as they lie. */
import { expect, test } from "vitest";
import * as ir from "../../src/ir/build.ts";
import type { Node } from "../../src/ir/node.ts";
import { collect } from "../../src/lower/collect.ts";
import { lower } from "../../src/lower/lower.ts";
import type { DotStep, Plan } from "../../src/lower/plan.ts";
import * as rare from "../../src/lower/rare-graphs.ts";
import { provideRare } from "../../src/lower/rare-part.ts";
import { sizeOf } from "../../src/shape.ts";
import { interpretGraph } from "../../src/testing/interpret-graph.ts";
import { leafNode } from "../../src/testing/leaf-node.ts";
import { uniforms } from "../../src/testing/random-data.ts";
import { runPlan } from "../../src/testing/run-plan.ts";

provideRare(rare);

const half = (...shape: number[]): Node => leafNode(shape, "f16");
const wide = (x: Node): Node => ir.cast(x, "f32");

function planOf(node: Node, hasHalfProducts = true): Plan {
  const collected = collect([node]);
  const plan = lower(collected, { maxBuffersPerKernel: 8, hasHalfProducts });
  const dataOf = (leaf: Node): Float32Array => uniforms(collected.leaves.indexOf(leaf), sizeOf(leaf.shape), -1);
  const [expected] = interpretGraph([node], dataOf);
  const [actual] = runPlan(plan, collected, dataOf);
  for (const [i, value] of expected?.entries() ?? [])
    expect(Math.abs((actual?.[i] ?? Number.NaN) - value), `element ${i}`).toBeLessThan(1e-9);
  return plan;
}

const specOf = (plan: Plan) => plan.steps.filter((step): step is DotStep => step.kind === "dot")[0]?.spec;

test("both operands are read as they lie, through movement above and below the widening", () => {
  const plan = planOf(ir.dot(wide(ir.transpose(half(7, 5))), ir.transpose(wide(half(6, 7)))));
  expect(plan.steps).toHaveLength(1);
  expect(specOf(plan)).toMatchObject({ isATransposed: true, isBTransposed: true, aDtype: "f16", bDtype: "f16" });
});

test("one operand is, beside one of 32 bits", () => {
  const spec = specOf(planOf(ir.dot(wide(half(5, 7)), leafNode([7, 6]))));
  expect(spec).toMatchObject({ aDtype: "f16" });
  expect(spec).not.toHaveProperty("bDtype");
});

test("where a device cannot, they are widened first", () => {
  const plan = planOf(ir.dot(wide(half(5, 7)), wide(half(7, 6))), false);
  expect(plan.steps.map(({ kind }) => kind)).toEqual(["kernel", "kernel", "dot"]);
  expect(specOf(plan)).not.toHaveProperty("aDtype");
});

test("windows of a convolution are read from 16 bits, too", () => {
  const around = { before: [1, 1], after: [1, 1], stride: [1, 1], dilation: [1, 1], groups: 1 };
  const plan = planOf(ir.conv("output", around, wide(half(2, 4, 5, 7)), wide(half(6, 4, 3, 3)), [2, 6, 5, 7]));
  expect(specOf(plan)).toMatchObject({ aDtype: "f16" });
});
