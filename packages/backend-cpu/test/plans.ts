/** @file Small plans that tests of the backend run. */
import { buildKernel, type Kernel, k, type Plan, type Slot } from "@adjoint/core";

const BLOCK = 1000;
/** out = a · x + 1, by blocks. */
export const scale: Kernel = buildKernel("scale", (b) => {
  const g = b.gridIndex("g");
  const x = b.input("x", "f32");
  const out = b.output("out", "f32");
  const a = b.param("a", "f32");
  b.lanes(BLOCK, (lane) => {
    const i = k.add(k.mul(g, BLOCK), lane);
    b.store(out, i, k.add(k.mul(a, b.load(x, i)), 1));
  });
});

export const slot = (role: Slot["role"], elements: number): Slot => ({ role, dtype: "f32", sizeBytes: elements * 4 });

/** Four slots: x, a scratch slot, 10 (a · x + 1) + 1, and a copy of it. */
export function scalePlan(blocks: number): Plan {
  const elements = blocks * BLOCK;
  // Enough, by claim, to be worth sharing among threads.
  const work = { flops: 1e6, bytes: 8 * elements };
  const step = (from: number, to: number, param: number | { scalar: number }) =>
    ({ kind: "kernel", kernel: scale, slots: [from, to], params: [param], grid: [blocks], ...work }) as const;
  return {
    slots: [slot("input", elements), slot("scratch", elements), slot("output", elements), slot("output", elements)],
    steps: [
      step(0, 1, { scalar: 0 }),
      step(1, 2, 10),
      { kind: "copy", slots: [2, 3], sizeBytes: elements * 4, flops: 0, bytes: elements * 8 },
    ],
    inputs: [0],
    outputs: [2, 3],
    scalarCount: 1,
    scratchBytes: elements * 4,
  };
}

/** out[i] = exp(x[i] · a) in double precision, by blocks of two. */
export const doubles: Kernel = buildKernel("doubles", (b) => {
  const g = b.gridIndex("g");
  const x = b.input("x", "f64");
  const out = b.output("out", "f64");
  const a = b.param("a", "f64");
  b.lanes(2, (lane) => {
    const at = k.add(k.mul(g, 2), lane);
    b.store(out, at, k.exp(k.mul(b.load(x, at), a)));
  });
});

export function doublesPlan(n: number): Plan {
  const step = { kind: "kernel", kernel: doubles, slots: [0, 1], params: [{ scalar: 0 }] } as const;
  const slots: Slot[] = (["input", "output"] as const).map((role) => ({ role, dtype: "f64", sizeBytes: 8 * n }));
  const steps = [{ ...step, grid: [n / 2], flops: 1e6, bytes: 16 * n }];
  return { slots, steps, inputs: [0], outputs: [1], scalarCount: 1, scratchBytes: 0 };
}
