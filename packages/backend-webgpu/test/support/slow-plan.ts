/** @file A plan that keeps one thread of a software adapter busy for as long as a test likes. */
import { buildKernel, k, type Plan } from "@adjoint/core";

/** One program with one lane; the scalar is the number of rounds. */
export function slowPlan(): Plan {
  const kernel = buildKernel("slow", (b) => {
    const g = b.gridIndex("g");
    const out = b.output("out", "i32");
    const rounds = b.param("rounds", "i32");
    const sum = b.variable("sum", k.add(g, 1));
    b.loop("i", rounds, (i) => b.set(sum, k.add(k.mul(sum, 1664525), i)));
    b.store(out, g, sum);
  });
  return {
    slots: [{ role: "output", dtype: "i32", sizeBytes: 4 }],
    steps: [{ kind: "kernel", kernel, slots: [0], params: [{ scalar: 0 }], grid: [1], flops: 0, bytes: 0 }],
    inputs: [],
    outputs: [0],
    scalarCount: 1,
    scratchBytes: 0,
  };
}
