/** @file A small plan whose results are known: two kernels in a row, and a copy. */
import { buildKernel, type Kernel, k, type Plan, type Slot } from "@adjoint/core";

/** Elements of a program. */
const BLOCK = 100;

/** out = a · x + b, by blocks; a is f32, b is i32. */
export function scaleKernel(block = BLOCK): Kernel {
  return buildKernel("scale", (builder) => {
    const g = builder.gridIndex("g");
    const x = builder.input("x", "f32");
    const out = builder.output("out", "f32");
    const a = builder.param("a", "f32");
    const b = builder.param("b", "i32");
    builder.lanes(block, (lane) => {
      const i = k.add(k.mul(g, block), lane);
      builder.store(out, i, k.add(k.mul(a, builder.load(x, i)), k.cast(b, "f32")));
    });
  });
}

export const slot = (role: Slot["role"], elements: number, dtype: Slot["dtype"] = "f32"): Slot => ({
  role,
  dtype,
  sizeBytes: elements * 4,
});

/** Gives 10 · (s · x + t) + 1 for the scalars s and t, twice. */
export function scalePlan(blocks: number, block = BLOCK): Plan {
  const elements = blocks * block;
  const kernel = scaleKernel(block);
  const common = { kind: "kernel", kernel, grid: [blocks], flops: 0, bytes: 0 } as const;
  return {
    slots: [slot("input", elements), slot("scratch", elements), slot("output", elements), slot("output", elements)],
    steps: [
      { ...common, slots: [0, 1], params: [{ scalar: 0 }, { scalar: 1 }] },
      { ...common, slots: [1, 2], params: [10, 1] },
      { kind: "copy", slots: [2, 3], sizeBytes: elements * 4, flops: 0, bytes: 0 },
    ],
    inputs: [0],
    outputs: [2, 3],
    scalarCount: 2,
    scratchBytes: elements * 4,
  };
}

/** 0, 1, 2 … 99, 0, 1 … */
export function ramp(blocks: number): Float32Array<ArrayBuffer> {
  return Float32Array.from({ length: blocks * BLOCK }, (_, i) => i % BLOCK);
}

export function scaled(blocks: number, s: number, t: number): number[] {
  return Array.from(ramp(blocks), (x) => 10 * (s * x + t) + 1);
}
