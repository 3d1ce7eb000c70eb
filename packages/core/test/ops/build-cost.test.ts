import { type DType, gelu, layerNorm, matmul, mul, type Node, softmax, sum, type Tensor, tensor } from "@adjoint/core";
import { expect, test } from "vitest";

/** Nodes that an operation adds to its operand. */
function countNodes(result: Tensor<DType>, operand: Tensor): number {
  const seen = new Set<Node>([operand.node]);
  const visit = (node: Node): void => {
    if (seen.has(node)) return;
    seen.add(node);
    for (const input of node.inputs) visit(input);
  };
  visit(result.node);
  return seen.size - 1;
}

/**
 * Processor time of one call in µs, the least of up to 120 rounds: what else runs on the machine does not count. Rounds end
 * when one was cheap enough.
 */
function costOf(run: () => unknown, enough: number): number {
  const calls = 2000;
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 120 && least >= enough; round++) {
    const start = process.cpuUsage();
    for (let i = 0; i < calls; i++) run();
    const { user, system } = process.cpuUsage(start);
    least = Math.min(least, (user + system) / calls);
  }
  return least;
}

const x = tensor(new Float32Array(1024), { shape: [32, 32] });

test.each([
  ["mul", () => mul(x, 0.5)],
  ["sum", () => sum(x, 1)],
  ["matmul", () => matmul(x, x)],
  ["gelu", () => gelu(x)],
  ["softmax", () => softmax(x)],
  ["layerNorm", () => layerNorm(x)],
] as const)("%s is built at less than 2 µs a node", (_, build) => {
  const limit = 2 * countNodes(build(), x);
  expect(costOf(build, limit)).toBeLessThan(limit);
});
