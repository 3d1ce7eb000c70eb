import { add, matmul, sum, type Tensor, tensor } from "@adjoint/core";
import { describe, expect, it } from "vitest";
import { grad, trace } from "../src/index.ts";

describe("trace", () => {
  const params = { w: tensor([[1], [2]]), b: tensor([3]) };
  const model = (p: typeof params, x: Tensor): Tensor => sum(add(matmul(x, p.w), p.b));
  const graph = trace(model)(params, tensor([[1, 2]]));

  it("knows inputs by place and outputs by type", () => {
    expect(graph.inputs.map(({ name }) => name)).toEqual(["args[0].b", "args[0].w", "args[1]"]);
    expect(graph.outputs).toHaveLength(1);
    expect(graph.outputs[0]?.shape).toEqual([]);
    for (const node of graph.nodes) for (const input of node.inputs) expect(input).toBeLessThan(node.id);
  });

  it("prints one operation a line", () => {
    expect(String(graph)).toMatchInlineSnapshot(`
      "%0 = input args[0].b f32[1]
      %1 = input args[0].w f32[2, 1]
      %2 = input args[1] f32[1, 2]
      %3 = dot %2 %1 f32[1, 1]
      %4 = expand %0 f32[1, 1]
      %5 = add %3 %4 f32[1, 1]
      %6 = reduce.sum %5 axes=[0,1] f32[1, 1]
      %7 = reshape %6 f32[]
      return %7"
    `);
  });

  it("prints DOT with an edge for each operand", () => {
    const dot = graph.toDot();
    expect(dot.startsWith("digraph {")).toBe(true);
    expect(dot.match(/->/g)).toHaveLength(graph.nodes.reduce((count, node) => count + node.inputs.length, 0));
    expect(dot).toContain('label="dot\\nf32[1, 1]"');
  });

  it("shows gradients too, and passes other arguments on", () => {
    const traced = trace((x: Tensor, n: number) => grad((y: Tensor) => sum(y.mul(y).mul(n)))(x))(tensor([1, 2]), 3);
    expect(traced.inputs).toHaveLength(1);
    expect(traced.outputs[0]?.shape).toEqual([2]);
  });
});
