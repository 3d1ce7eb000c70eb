import { ir, type Node } from "@adjoint/core";
import { expect, it } from "vitest";
import { pullback } from "../src/sweep.ts";

/** The weights and the loss of a network of `layers` dense layers with relu: about 11 nodes a layer. */
function network(layers: number): { weights: Node[]; loss: Node } {
  const weights: Node[] = [];
  let x: Node = ir.buffer([32, 64], "f32");
  for (let layer = 0; layer < layers; layer++) {
    const [w, b] = [ir.variable(ir.buffer([64, 64], "f32")), ir.variable(ir.buffer([64], "f32"))];
    weights.push(w, b);
    const sum = ir.map("add", ir.dot(x, w), ir.expand(b, [32, 64]));
    const zero = ir.full(0, sum.shape, sum.dtype);
    x = ir.map("where", ir.map("le", sum, zero), zero, sum);
  }
  return { weights, loss: ir.reshape(ir.reduce("sum", ir.map("mul", x, x), [0, 1]), []) };
}

it("builds a network of 1000 nodes and its gradient in less than 2 µs a node", () => {
  const nodesSoFar = (): number => ir.number(1, "f32").id;
  let best = Number.POSITIVE_INFINITY;
  // The best of many: what other programs on the machine take is no cost of ours.
  for (let run = 0; run < 400 && best >= 2; run++) {
    const [start, first] = [performance.now(), nodesSoFar()];
    const { weights, loss } = network(90);
    pullback([loss], [ir.number(1, "f32")], weights);
    best = Math.min(best, ((performance.now() - start) * 1000) / (nodesSoFar() - first));
  }
  expect(best).toBeLessThan(2);
});
