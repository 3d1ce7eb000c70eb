import { expect, it } from "vitest";
import { workload, workloads } from "../../src/catalogue/workloads.ts";
import { copyProbe, multiplyAddProbe } from "../../src/measure/probes.ts";
import { type Cost, costOf } from "../../src/workload/cost.ts";
import { inputSpecs } from "../../src/workload/inputs.ts";

/** Counted by hand. */
const cases: [name: string, cost: Cost][] = [
  ["matmul-64-nn", { flops: 2 * 64 ** 3, bytes: 3 * 4 * 64 ** 2 }],
  ["matmul-1000x777x513-nt", { flops: 2 * 1000 * 777 * 513, bytes: 4 * (1000 * 777 + 777 * 513 + 1000 * 513) }],
  ["gelu-2^10", { flops: 8 * 1024, bytes: 8192 }],
  ["softmax-128x1024", { flops: 5 * 131_072, bytes: 8 * 131_072 }],
  ["layer-norm-128x768", { flops: 7 * 98_304, bytes: 8 * 98_304 + 8 * 768 }],
  ["cross-entropy-64x1000", { flops: 5 * 64_000, bytes: 8 * 64_000 + 4 * 64 + 4 }],
  // Of 14 rows, the first and last have two under their taps, the others three: 40.
  ["conv-n1-14x14-c16", { flops: 6 * 16 * 16 * 40 * 40, bytes: 4 * (3 * 16 * 196 + 2 * 9 * 256) }],
  ["tiny-ops-1000", { flops: 10_000, bytes: 120 }],
  ["graph-building-1000", { flops: 0, bytes: 0 }],
];

it.each(cases)("of %s is counted by its definition", (name, cost) => {
  expect(costOf(workload(name))).toEqual(cost);
});

it("of a training step is above that of its products and its update", () => {
  const parameters = 64 * 64 + 64 + 64 * 10 + 10;
  const { flops, bytes } = costOf(workload("mlp-64x64x10-n64"));
  const products = 2 * 64 * (2 * 64 * 64 + 3 * 64 * 10);
  expect(flops).toBeGreaterThan(products + 12 * parameters);
  expect(flops).toBeLessThan(1.1 * (products + 12 * parameters));
  expect(bytes).toBe(32 * parameters + 4 * (64 * 64 + 64) + 4);
});

it("reads every input of every workload that computes", () => {
  for (const of of workloads.filter(({ kind }) => kind !== "graph-building")) {
    const counts = Object.values(inputSpecs(of)).map(({ shape }) => shape.reduce((a, b) => a * b, 1));
    const inputBytes = 4 * counts.reduce((a, b) => a + b, 0);
    expect(costOf(of).bytes, of.name).toBeGreaterThan(inputBytes);
  }
});

it("of a probe is what its run does", () => {
  const multiplyAdds = multiplyAddProbe("all", 2);
  expect(costOf(multiplyAdds)).toEqual({ flops: multiplyAdds.flops, bytes: 0 });
  const copy = copyProbe(2 ** 15, "one", 1);
  expect(costOf(copy)).toEqual({ flops: 0, bytes: 2 ** 15 * copy.times });
});
