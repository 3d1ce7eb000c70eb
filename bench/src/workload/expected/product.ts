/** @file Products of matrices, and the softmax of one. */
import type { Inputs } from "../../engine/contract.ts";
import { floats } from "../../engine/inputs.ts";
import type { BatchMatmul, ColdStart, Matmul } from "../types.ts";
import { softmaxOf } from "./rows.ts";
import { type ExpectedOutputs, ROUNDING, sampleAt, spread } from "./sample.ts";

/** Partial sums wander to about √k, and k roundings of them, of either sign, to a tenth of k · 2^-24. */
export function expectedProduct({ m, k, n, layout }: Matmul, inputs: Inputs): ExpectedOutputs {
  const [a, b] = [floats(inputs, "a"), floats(inputs, "b")];
  const value = (index: number) => {
    const [row, column] = [Math.floor(index / n), index % n];
    let sum = 0;
    for (let p = 0; p < k; p++) {
      const left = a[layout === "tn" ? p * m + row : row * k + p] ?? 0;
      sum += left * (b[layout === "nt" ? column * k + p : p * n + column] ?? 0);
    }
    return sum;
  };
  return { out: sampleAt(spread(m * n), k * ROUNDING, value) };
}

/** As above. */
export function expectedProducts({ batch, edge }: BatchMatmul, inputs: Inputs): ExpectedOutputs {
  const [a, b] = [floats(inputs, "a"), floats(inputs, "b")];
  const value = (index: number) => {
    const [row, column] = [Math.floor(index / edge), index % edge];
    const first = Math.floor(index / edge ** 2) * edge;
    let sum = 0;
    for (let p = 0; p < edge; p++) sum += (a[row * edge + p] ?? 0) * (b[(first + p) * edge + column] ?? 0);
    return sum;
  };
  return { out: sampleAt(spread(batch * edge ** 2), edge * ROUNDING, value) };
}

/** Errors of the product, as above, are relative errors of its exponential, which is at most 1; exponentials add as much. */
export function expectedColdStart({ size }: ColdStart, inputs: Inputs): ExpectedOutputs {
  const [a, b] = [floats(inputs, "a"), floats(inputs, "b")];
  const value = (index: number) => {
    const row = Math.floor(index / size);
    const products = Array.from({ length: size }, (_, column) => {
      let sum = 0;
      for (let p = 0; p < size; p++) sum += (a[row * size + p] ?? 0) * (b[p * size + column] ?? 0);
      return sum;
    });
    return softmaxOf(products)[index % size] ?? Number.NaN;
  };
  return { out: sampleAt(spread(size * size), 4 * size * ROUNDING, value) };
}
