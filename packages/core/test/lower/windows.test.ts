/** @file Convolutions whose products read windows from the input itself: what is written, and that the sums are right. */
import { describe, expect, test } from "vitest";
import * as ir from "../../src/ir/build.ts";
import type { ConvGeometry, ConvPart, Node } from "../../src/ir/node.ts";
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

const SHAPES: Readonly<Record<ConvPart, readonly number[]>> = {
  output: [2, 6, 5, 7],
  input: [2, 4, 5, 7],
  weight: [6, 4, 3, 3],
};
const SAME: ConvGeometry = { before: [1, 1], after: [1, 1], stride: [1, 1], dilation: [1, 1], groups: 1 };

const FACTORS: Readonly<Record<ConvPart, readonly [ConvPart, ConvPart]>> = {
  output: ["input", "weight"],
  input: ["output", "weight"],
  weight: ["input", "output"],
};

function convOf(of: ConvPart, groups = 1): Node {
  const shapeOf = (part: ConvPart): readonly number[] => (part === "weight" ? [6, 4 / groups, 3, 3] : SHAPES[part]);
  const [a, b] = FACTORS[of].map((part) => leafNode(shapeOf(part)));
  return ir.conv(of, { ...SAME, groups }, a as Node, b as Node, shapeOf(of));
}

function planOf(node: Node, hasSerialLanes = false): Plan {
  const collected = collect([node]);
  const plan = lower(collected, { maxBuffersPerKernel: 8, hasSerialLanes });
  const dataOf = (leaf: Node): Float32Array => uniforms(collected.leaves.indexOf(leaf), sizeOf(leaf.shape), -1);
  const [expected] = interpretGraph([node], dataOf);
  const [actual] = runPlan(plan, collected, dataOf);
  // Both sides run in double precision, and differ only in the order of sums.
  for (const [i, value] of expected?.entries() ?? [])
    expect(Math.abs((actual?.[i] ?? Number.NaN) - value), `element ${i}`).toBeLessThan(1e-12);
  return plan;
}

/** Of all windows in f32, were they written. */
const WINDOWS_BYTES = 4 * 2 * 4 * 9 * 35;

const dotOf = (plan: Plan): DotStep => plan.steps.find((step) => step.kind === "dot") as DotStep;

describe.each(["output", "input", "weight"] as const)("the %s of a convolution", (of) => {
  test("writes no windows", () => {
    const plan = planOf(convOf(of));
    expect(dotOf(plan).spec.bView).toBeDefined();
    expect(plan.scratchBytes).toBeLessThan(WINDOWS_BYTES);
  });

  test("with groups", () => {
    expect(dotOf(planOf(convOf(of, 2))).spec.bView).toBeDefined();
  });

  test("writes none where lanes are serial", () => {
    const plan = planOf(convOf(of), true);
    expect(dotOf(plan).spec.bView).toBeDefined();
    expect(plan.scratchBytes).toBeLessThan(WINDOWS_BYTES);
  });
});

/** A convolution whose weights are windows, too: two of 3 rows in 4. */
function windowsOfBoth(): Node {
  const rows = ir.window(leafNode([4, 3, 4]), 2, 3, 1, 1);
  const weights = ir.reshape(ir.permute(rows, [0, 2, 1, 3]), [8, 1, 3, 3]);
  return ir.conv("output", SAME, leafNode([2, 1, 5, 7]), weights, [2, 8, 5, 7]);
}

test("windows on the left are read where lanes are not serial, else written", () => {
  expect(dotOf(planOf(windowsOfBoth())).spec.aView).toBeDefined();
  const { aView, bView } = dotOf(planOf(windowsOfBoth(), true)).spec;
  expect(aView).toBeUndefined();
  expect(bView).toBeDefined();
});
