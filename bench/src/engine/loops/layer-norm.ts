/** @file Layer norm of rows, and its gradients. */
import type { RowMap } from "../../workload/types.ts";
import type { Inputs, Job } from "../contract.ts";
import { floats } from "../inputs.ts";
import { jobOf } from "./job.ts";

export function layerNorm({ rows, columns }: RowMap, inputs: Inputs): Job {
  const [x, scale, shift] = [floats(inputs, "x"), floats(inputs, "scale"), floats(inputs, "shift")];
  const out = new Float32Array(rows * columns);
  return jobOf({ out }, () => normalise(x, scale, shift, out));
}

/** Of rows as long as `scale`. */
export function normalise(x: Float32Array, scale: Float32Array, shift: Float32Array, out: Float32Array): void {
  const columns = scale.length;
  for (let begin = 0; begin < x.length; begin += columns) {
    const [row, rowOfOut] = [x.subarray(begin, begin + columns), out.subarray(begin, begin + columns)];
    const { mean, inverse } = moments(row);
    for (let j = 0; j < columns; j++)
      rowOfOut[j] = ((row[j] as number) - mean) * inverse * (scale[j] as number) + (shift[j] as number);
  }
}

export interface NormGradients {
  /** Added to. */
  readonly x: Float32Array;
  /** Added to. */
  readonly scale: Float32Array;
  /** Added to. */
  readonly shift: Float32Array;
}

/** From the gradient by the output to those by `x`, `scale` and the shift. */
export function normaliseBackward(
  x: Float32Array,
  scale: Float32Array,
  cotangent: Float32Array,
  to: NormGradients,
): void {
  const columns = scale.length;
  for (let begin = 0; begin < x.length; begin += columns) {
    const row = x.subarray(begin, begin + columns);
    const given = cotangent.subarray(begin, begin + columns);
    const rowOfX = to.x.subarray(begin, begin + columns);
    const { mean, inverse } = moments(row);
    let sum = 0;
    let dot = 0;
    for (let j = 0; j < columns; j++) {
      const normal = ((row[j] as number) - mean) * inverse;
      const slope = (given[j] as number) * (scale[j] as number);
      (to.scale[j] as number) += (given[j] as number) * normal;
      (to.shift[j] as number) += given[j] as number;
      sum += slope;
      dot += slope * normal;
    }
    for (let j = 0; j < columns; j++) {
      const normal = ((row[j] as number) - mean) * inverse;
      const slope = (given[j] as number) * (scale[j] as number);
      (rowOfX[j] as number) += inverse * (slope - (sum + normal * dot) / columns);
    }
  }
}

/** The mean, and one over the standard deviation with ε = 1e-5. */
function moments(row: Float32Array): { mean: number; inverse: number } {
  let sum = 0;
  for (let j = 0; j < row.length; j++) sum += row[j] as number;
  const mean = sum / row.length;
  let squares = 0;
  for (let j = 0; j < row.length; j++) squares += ((row[j] as number) - mean) * ((row[j] as number) - mean);
  return { mean, inverse: 1 / Math.sqrt(squares / row.length + 1e-5) };
}
