/** @file What runs with a contraction: as its epilogue, by its rows, or not at all; and that it computes what the graph means. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
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
import { runPlan } from "../../src/testing/run-plan.ts";

provideRare(rare);

const full = (value: number, like: Node): Node => ir.full(value, like.shape, "f32");
const relu = (x: Node): Node => ir.map("where", ir.map("le", x, full(0, x)), full(0, x), x);
const withBias = (x: Node, bias: Node): Node => ir.map("add", x, ir.expand(bias, x.shape));
const sigmoid = (x: Node): Node =>
  ir.map("div", full(1, x), ir.map("add", full(1, x), ir.map("exp", ir.map("neg", x))));
const gelu = (x: Node): Node => ir.map("mul", x, sigmoid(ir.map("mul", x, full(1.75, x))));

function softmax(x: Node): Node {
  const axis = x.shape.length - 1;
  const e = ir.map("exp", ir.map("sub", x, ir.expand(ir.reduce("max", x, [axis]), x.shape)));
  return ir.map("div", e, ir.expand(ir.reduce("sum", e, [axis]), x.shape));
}

const valuesOf = (node: Node, seed: number): Float64Array =>
  Float64Array.from({ length: sizeOf(node.shape) }, (_, i) => Math.sin(1 + i * 1.7 + seed * 3.1) * 2);

/** The plan, after comparing what it computes with what the graph means. */
function planFor(outputs: readonly Node[], maxBuffersPerKernel = 8): Plan {
  const collected = collect(outputs);
  const plan = lower(collected, { maxBuffersPerKernel });
  const data = new Map(collected.leaves.map((leaf, i) => [leaf, valuesOf(leaf, i)]));
  const dataOf = (leaf: Node): Float64Array => data.get(leaf) ?? new Float64Array();
  const actual = runPlan(plan, collected, dataOf);
  interpretGraph(outputs, dataOf).forEach((values, i) => {
    values.forEach((value, j) => {
      const got = actual[i]?.[j] ?? Number.NaN;
      // 1e-9: both sides run in double precision, and differ only in the order of sums.
      if (!Object.is(got, value) && !(Math.abs(got - value) <= 1e-9 * Math.max(1, Math.abs(value))))
        throw new Error(`output ${i}, element ${j}: ${got}, expected ${value}`);
    });
  });
  return plan;
}

const shapeOf = (plan: Plan): string =>
  plan.steps
    .map((step) => {
      if (step.kind !== "dot") return step.kind === "kernel" && step.followsRows === true ? "rows" : step.kind;
      return step.epilogue === undefined ? "dot" : step.epilogue.isProductKept ? "dot+kept" : "dot+";
    })
    .join(" ");

const firstDot = (plan: Plan): DotStep => plan.steps.find((step) => step.kind === "dot") as DotStep;
const scratchCount = (plan: Plan): number => plan.slots.filter(({ role }) => role === "scratch").length;

describe("the epilogue of a contraction", () => {
  const [a, b] = [leafNode([12, 20]), leafNode([20, 16])];
  const product = (): Node => ir.dot(a, b);

  test("is a bias and an activation, written where the product lies", () => {
    const plan = planFor([relu(withBias(product(), leafNode([16])))]);
    expect(shapeOf(plan)).toBe("dot+");
    const { epilogue, slots } = firstDot(plan);
    expect(epilogue?.kernel.buffers[epilogue.product]?.access).toBe("readwrite");
    expect(epilogue?.slots[epilogue.product]).toBe(slots[2]);
    expect(scratchCount(plan)).toBe(0);
  });

  test("is a bias, gelu, and a residual", () => {
    const plan = planFor([ir.map("add", gelu(withBias(product(), leafNode([16]))), leafNode([12, 16]))]);
    expect(shapeOf(plan)).toBe("dot+");
  });

  test("reads a column, and a number of the user's", () => {
    const scaled = ir.map("mul", product(), ir.expand(ir.scalar(0.25, "f32"), [12, 16]));
    expect(shapeOf(planFor([ir.map("add", scaled, ir.expand(leafNode([12, 1]), [12, 16]))]))).toBe("dot+");
  });

  test("may store several results, and results of other types", () => {
    const h = withBias(product(), leafNode([16]));
    const isPositive = ir.map("lt", full(0, h), h);
    expect(shapeOf(planFor([relu(h), isPositive]))).toBe("dot+");
    const alone = planFor([isPositive]);
    expect(shapeOf(alone)).toBe("dot+");
    // The product has no result to lie in.
    expect(scratchCount(alone)).toBe(1);
  });

  test("leaves a product alone that is wanted, too", () => {
    const p = product();
    const plan = planFor([p, relu(p)]);
    expect(shapeOf(plan)).toBe("dot+kept");
    expect(planFor([relu(p), ir.dot(p, leafNode([16, 9]))]).steps.length).toBe(2);
  });

  test("is one reader's of two that compute apart", () => {
    const p = product();
    const plan = planFor([relu(p), ir.reduce("sum", p, [0])]);
    expect(shapeOf(plan)).toBe("dot+kept kernel");
  });

  test("runs over batches, over rows cut in parts, and over one row", () => {
    const batched = ir.dot(leafNode([3, 5, 7]), leafNode([3, 7, 8]));
    expect(shapeOf(planFor([withBias(batched, leafNode([8]))]))).toBe("dot+");
    const heads = ir.reshape(ir.dot(a, leafNode([20, 24])), [12, 3, 8]);
    const turned = ir.expand(ir.permute(leafNode([8, 3]), [1, 0]), [12, 3, 8]);
    expect(shapeOf(planFor([ir.map("add", heads, turned)]))).toBe("dot+");
    expect(shapeOf(planFor([relu(ir.dot(leafNode([1, 20]), b))]))).toBe("dot+");
    expect(shapeOf(planFor([relu(ir.dot(a, leafNode([20, 3000])))]))).toBe("dot+");
  });

  test("is not what reads other elements, or needs what the product is needed for", () => {
    expect(shapeOf(planFor([ir.map("exp", ir.permute(product(), [1, 0]))]))).toBe("dot kernel");
    expect(shapeOf(planFor([ir.reduce("sum", product(), [0])]))).toBe("dot kernel");
    const square = ir.dot(leafNode([16, 16]), leafNode([16, 16]));
    const next = ir.dot(square, leafNode([16, 16]));
    // Of the two products, only the later one can take what reads both.
    expect(shapeOf(planFor([ir.map("add", square, next)]))).toBe("dot dot+");
  });

  test("does not overwrite the operands", () => {
    const x = leafNode([16, 16]);
    const h = ir.map("exp", ir.barrier(ir.map("add", x, full(1, x))));
    const y = ir.map("add", ir.dot(ir.barrier(h), leafNode([16, 16])), h);
    planFor([ir.map("mul", ir.barrier(y), ir.barrier(y))]);
  });

  test("takes no more buffers than a kernel may have", () => {
    const rows = Array.from({ length: 5 }, () => leafNode([12, 16]));
    const sum = (count: number): Node => rows.slice(0, count).reduce((x, y) => ir.map("mul", x, y), product());
    expect(shapeOf(planFor([sum(5)]))).toBe("dot+");
    expect(shapeOf(planFor([sum(5)], 7))).toBe("dot kernel");
  });

  test("is not worth it for many short rows", () => {
    expect(shapeOf(planFor([relu(ir.dot(a, leafNode([20, 4])))]))).toBe("dot kernel");
    expect(shapeOf(planFor([relu(ir.dot(leafNode([4, 20]), leafNode([20, 4])))]))).toBe("dot+");
  });

  test("keeps zeros where there is nothing to sum, and does nothing for nothing", () => {
    const zeros = ir.dot(leafNode([12, 0]), leafNode([0, 16]));
    expect(planFor([withBias(zeros, leafNode([16]))]).steps.length).toBe(1);
    expect(planFor([relu(ir.dot(leafNode([0, 4]), leafNode([4, 16])))]).steps.length).toBeLessThanOrEqual(1);
  });
});

describe("row groups behind a contraction", () => {
  test("follow its rows: softmax of scaled scores, over a batch", () => {
    const scores = ir.dot(leafNode([2, 6, 4]), ir.transpose(leafNode([2, 6, 4])));
    expect(shapeOf(planFor([softmax(ir.map("mul", scores, full(0.5, scores)))]))).toBe("dot rows");
  });

  test("follow though the product is read by others", () => {
    const scores = ir.dot(leafNode([5, 4]), leafNode([4, 7]));
    expect(shapeOf(planFor([softmax(scores), ir.reduce("sum", scores, [0])]))).toBe("dot rows kernel");
  });

  test("do not if they run over other rows", () => {
    const product = ir.dot(leafNode([6, 4]), leafNode([4, 8]));
    expect(shapeOf(planFor([softmax(ir.reshape(product, [3, 16]))]))).toBe("dot kernel");
    expect(shapeOf(planFor([softmax(ir.permute(product, [1, 0]))]))).toBe("dot kernel");
  });
});

describe("random graphs of contractions", () => {
  const choice = fc.record({ op: fc.nat(100), on: fc.nat(100), with: fc.nat(100) });
  /** All values are [8, 8], so that everything can follow everything. */
  const grow = (choices: readonly { op: number; on: number; with: number }[]): Node[] => {
    const nodes: Node[] = [leafNode([8, 8]), leafNode([8, 8])];
    const bias = leafNode([8]);
    const makers: readonly ((x: Node, y: Node) => Node)[] = [
      (x, y) => ir.dot(x, ir.map("mul", y, full(0.25, y))),
      (x, y) => ir.dot(ir.transpose(x), y),
      (x, y) => ir.map("add", x, y),
      (x) => ir.map("tanh", withBias(x, bias)),
      (x, y) => ir.map("where", ir.map("lt", x, y), full(0, x), y),
      (x) => softmax(x),
      (x) => ir.permute(x, [1, 0]),
      (x) => ir.map("mul", x, ir.expand(ir.reduce("sum", ir.map("tanh", x), [0]), [8, 8])),
      (x) => ir.barrier(x),
    ];
    for (const { op, on, with: other } of choices) {
      const [x, y] = [nodes[on % nodes.length], nodes[other % nodes.length]];
      const node = x && y && makers[op % makers.length]?.(x, y);
      // Tanh keeps sums of products within what rounding in double precision allows.
      if (node !== undefined) nodes.push(op % 5 === 0 ? ir.map("tanh", node) : node);
    }
    return nodes;
  };

  test.each([8, 4])("with %i buffers a kernel", (maxBuffers) => {
    let fused = 0;
    fc.assert(
      fc.property(fc.array(choice, { minLength: 2, maxLength: 12 }), fc.array(fc.nat(6), { minLength: 1 }), (c, w) => {
        const nodes = grow(c);
        const outputs = w.map((i) => nodes[nodes.length - 1 - (i % nodes.length)] as Node);
        const plan = planFor(
          [...new Set(outputs)].map((node) => ir.map("tanh", node)),
          maxBuffers,
        );
        fused += plan.steps.filter((step) => step.kind === "dot" && step.epilogue !== undefined).length;
      }),
      { numRuns: 120, seed: 7 },
    );
    expect(fused).toBeGreaterThan(40);
  });
});
