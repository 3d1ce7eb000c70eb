/** @file Softmax of rows, alone and of a product. */
import type { ColdStart, RowMap } from "../../workload/types.ts";
import type { Inputs, Job } from "../contract.ts";
import { floats } from "../inputs.ts";
import { jobOf } from "./job.ts";
import { addProduct, rowsOf } from "./products.ts";

export function softmax({ rows, columns }: RowMap, inputs: Inputs): Job {
  const x = rowsOf(floats(inputs, "x"), rows, columns);
  const out = new Float32Array(rows * columns);
  const rowsOfOut = rowsOf(out, rows, columns);
  return jobOf({ out }, () => {
    x.forEach((row, i) => void softmaxRow(row, rowsOfOut[i] as Float32Array));
  });
}

export function coldStart({ size }: ColdStart, inputs: Inputs): Job {
  const [a, b] = [floats(inputs, "a"), floats(inputs, "b")];
  const out = new Float32Array(size * size);
  return jobOf({ out }, () => {
    out.fill(0);
    addProduct(a, b, out, size, size, size);
    for (const row of rowsOf(out, size, size)) softmaxRow(row, row);
  });
}

/** Gives the logarithm of the sum of the exponentials. `out` may be `x`. */
export function softmaxRow(x: Float32Array, out: Float32Array): number {
  let top = Number.NEGATIVE_INFINITY;
  for (let j = 0; j < x.length; j++) if ((x[j] as number) > top) top = x[j] as number;
  let sum = 0;
  for (let j = 0; j < x.length; j++) {
    const value = Math.exp((x[j] as number) - top);
    out[j] = value;
    sum += value;
  }
  const factor = 1 / sum;
  for (let j = 0; j < x.length; j++) (out[j] as number) *= factor;
  return top + Math.log(sum);
}
