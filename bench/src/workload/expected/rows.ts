/** @file Elementwise chains, maps of rows, and the cross-entropy of rows. */
import type { Inputs } from "../../engine/contract.ts";
import { floats, integers } from "../../engine/inputs.ts";
import type { CrossEntropy, Gelu, RowMap } from "../types.ts";
import { type ExpectedOutputs, largest, ROUNDING, sampleAt, spread } from "./sample.ts";

/** WGSL lets a tanh be off by 1e-5; half of |x| ≤ 4 times that, and as much again for the rest of the chain. */
export function expectedGelu({ count }: Gelu, inputs: Inputs): ExpectedOutputs {
  const x = floats(inputs, "x");
  return { out: sampleAt(spread(count), 4e-5, (i) => gelu(x[i] ?? 0)) };
}

function gelu(x: number): number {
  return (x / 2) * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)));
}

/** WGSL lets exponentials of |x| ≤ 8 be off by 19 units in the last place, 2.3e-6 of the value; sums of the row as much again. */
export function expectedSoftmax({ rows, columns }: RowMap, inputs: Inputs): ExpectedOutputs {
  const x = floats(inputs, "x");
  const sample = sampleAt(spread(rows * columns), 0, (index) => {
    const row = Math.floor(index / columns);
    return softmaxOf(x.subarray(row * columns, (row + 1) * columns))[index % columns] ?? Number.NaN;
  });
  return { out: { ...sample, tolerance: 1e-5 * largest(sample.values) } };
}

export function softmaxOf(row: ArrayLike<number>): Float64Array {
  const out = Float64Array.from(row);
  const top = out.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  let sum = 0;
  for (let j = 0; j < out.length; j++) {
    out[j] = Math.exp((out[j] ?? 0) - top);
    sum += out[j] ?? 0;
  }
  return out.map((each) => each / sum);
}

/** Two sums of the row, rounded at each element at worst; outputs are at most √3 + 1. */
export function expectedLayerNorm({ rows, columns }: RowMap, inputs: Inputs): ExpectedOutputs {
  const [x, scale, shift] = [floats(inputs, "x"), floats(inputs, "scale"), floats(inputs, "shift")];
  const value = (index: number) => {
    const begin = Math.floor(index / columns) * columns;
    const row = Float64Array.from(x.subarray(begin, begin + columns));
    const mean = row.reduce((sum, each) => sum + each, 0) / columns;
    const variance = row.reduce((sum, each) => sum + (each - mean) ** 2, 0) / columns;
    const column = index - begin;
    const normal = ((row[column] ?? 0) - mean) / Math.sqrt(variance + 1e-5);
    return normal * (scale[column] ?? 0) + (shift[column] ?? 0);
  };
  return { out: sampleAt(spread(rows * columns), 2 * columns * ROUNDING, value) };
}

/**
 * The loss is known to 1e-4 of it, as sums of 50,000 exponentials in a row are. Its gradient is known to as much of the
 * largest probability and, beside a label, where it is the negative sum of the others', to as many roundings of 1 as a float32
 * sum of so many terms has by chance, the root of their number; divided by the number of rows.
 */
export function expectedCrossEntropy({ rows, columns }: CrossEntropy, inputs: Inputs): ExpectedOutputs {
  const [logits, labels] = [floats(inputs, "logits"), integers(inputs, "labels")];
  const rowOf = (row: number) => logits.subarray(row * columns, (row + 1) * columns);
  let loss = 0;
  for (let row = 0; row < rows; row++) loss -= logOfSoftmaxAt(rowOf(row), labels[row] ?? 0) / rows;

  const sampledRows = spread(rows, 12);
  const indices = sampledRows.flatMap((row) => {
    const columnsOfRow = new Set([...spread(columns, 8), labels[row] ?? 0]);
    return [...columnsOfRow].map((column) => row * columns + column);
  });
  const probabilities = new Map(sampledRows.map((row) => [row, softmaxOf(rowOf(row))]));
  const top = largest([...probabilities.values()].flatMap((row) => largest(row)));
  const gradient = sampleAt(indices, (1e-4 * top + Math.sqrt(columns) * ROUNDING) / rows, (index) => {
    const [row, column] = [Math.floor(index / columns), index % columns];
    return ((probabilities.get(row)?.[column] ?? Number.NaN) - (column === labels[row] ? 1 : 0)) / rows;
  });
  return { loss: { indices: [0], values: [loss], tolerance: 1e-4 * loss }, gradient };
}

/** The logarithm of one element of a row's softmax. */
function logOfSoftmaxAt(row: Float32Array, at: number): number {
  let top = Number.NEGATIVE_INFINITY;
  for (const each of row) top = Math.max(top, each);
  let sum = 0;
  for (const each of row) sum += Math.exp(each - top);
  return (row[at] ?? Number.NaN) - top - Math.log(sum);
}
