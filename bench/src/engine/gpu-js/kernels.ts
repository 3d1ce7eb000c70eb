/**
 * @file The kernels, as users of gpu.js write them: JavaScript for one element of the result. As text, since it is their text
 * that is compiled, and bundlers change that of functions.
 */
import type { Matmul } from "../../workload/types.ts";

/** A kernel with the shapes of its arguments and of its result, innermost extent first, as gpu.js has them. */
export interface KernelSource {
  readonly source: string;
  readonly constants: Readonly<Record<string, number>>;
  readonly argumentShapes: readonly (readonly number[])[];
  readonly output: readonly number[];
}

const factors = {
  nn: "a[this.thread.y][i] * b[i][this.thread.x]",
  nt: "a[this.thread.y][i] * b[this.thread.x][i]",
  tn: "a[i][this.thread.y] * b[i][this.thread.x]",
};

export function matmulKernel({ layout, m, k, n }: Matmul): KernelSource {
  return {
    source: `function (a, b) {
      let sum = 0;
      for (let i = 0; i < this.constants.k; i++) {
        sum += ${factors[layout]};
      }
      return sum;
    }`,
    constants: { k },
    argumentShapes: [layout === "tn" ? [m, k] : [k, m], layout === "nt" ? [k, n] : [n, k]],
    output: [n, m],
  };
}

export function geluKernel(count: number): KernelSource {
  return {
    source: `function (x) {
      const v = x[this.thread.x];
      return 0.5 * v * (1 + Math.tanh(${Math.sqrt(2 / Math.PI)} * (v + 0.044715 * v * v * v)));
    }`,
    constants: {},
    argumentShapes: [[count]],
    output: [count],
  };
}

/** Gives its argument: what brings it to the device. */
export function copyKernel(shape: readonly number[]): KernelSource {
  const element = shape.length === 1 ? "x[this.thread.x]" : "x[this.thread.y][this.thread.x]";
  return { source: `function (x) { return ${element}; }`, constants: {}, argumentShapes: [shape], output: shape };
}
