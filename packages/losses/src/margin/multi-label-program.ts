/** @file The multi-label margin loss as a kernel program. */
import {
  inputBuffer,
  type Kernel,
  type KernelProgram,
  outputBuffer,
  type Shape,
  scratchBuffer,
  sizeOf,
} from "@adjoint/core";
import { buildMultiLabelKernel } from "./multi-label-kernel.ts";

/** Lanes that a row's program has at most. */
const MOST_LANES = 256;

const kernels = new Map<number, Kernel>();

function kernelFor(classes: number): Kernel {
  const lanes = Math.min(MOST_LANES, 2 ** Math.ceil(Math.log2(Math.max(classes, 1))));
  const known = kernels.get(lanes) ?? buildMultiLabelKernel(lanes);
  kernels.set(lanes, known);
  return known;
}

/** Inputs: scores f32[…, C], labels i32[…, C]. Outputs: losses f32[…], slopes f32[…, C]. */
export function multiLabelProgram(shape: Shape): KernelProgram {
  const classes = shape.at(-1) ?? 1;
  const rows = sizeOf(shape) / classes;
  return {
    name: "multi_label_margin",
    outputs: [
      { shape: shape.slice(0, -1), dtype: "f32" },
      { shape, dtype: "f32" },
    ],
    scratch: [{ dtype: "i32", size: rows * classes }],
    calls: [
      {
        kernel: kernelFor(classes),
        buffers: [inputBuffer(0), inputBuffer(1), scratchBuffer(0), outputBuffer(0), outputBuffer(1)],
        params: [classes, Number.NaN],
        grid: [rows],
        flops: 4 * rows * classes ** 2,
      },
    ],
  };
}
