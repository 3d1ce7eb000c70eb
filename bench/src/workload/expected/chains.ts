/** @file Chains of operations on a few elements. */
import type { Inputs } from "../../engine/contract.ts";
import { floats } from "../../engine/inputs.ts";
import type { GraphBuilding, TinyOps } from "../types.ts";
import { type ExpectedOutputs, ROUNDING, sampleAt, spread } from "./sample.ts";

/** As many roundings as additions, of sums up to as large as their number. */
export function expectedTinyOps({ count, elements }: TinyOps, inputs: Inputs): ExpectedOutputs {
  const [x, y] = [floats(inputs, "x"), floats(inputs, "y")];
  const value = (i: number) => (x[i] ?? 0) + count * (y[i] ?? 0);
  return { out: sampleAt(spread(elements), count * (count + 1) * ROUNDING, value) };
}

/** Sines and cosines may be off by some 1e-6 each on a GPU, and there are `count` of them. */
export function expectedGraph({ count, elements }: GraphBuilding, inputs: Inputs): ExpectedOutputs {
  const [x, y] = [floats(inputs, "x"), floats(inputs, "y")];
  const ends = Array.from(x, (first, i) => chain(first, y[i] ?? 0, count));
  const sum = ends.reduce((total, { value }) => total + value, 0);
  const tolerance = count * 1e-6;
  return {
    out: { indices: [0], values: [sum], tolerance: elements * tolerance },
    gradient: sampleAt(spread(elements), tolerance, (i) => ends[i]?.slope ?? Number.NaN),
  };
}

/** Where the chain ends that begins with a sine, and its derivative. */
function chain(x: number, y: number, count: number): { value: number; slope: number } {
  let [value, slope] = [x, 1];
  for (let i = 0; i < count; i++) {
    slope *= i % 2 === 0 ? Math.cos(value) : y;
    value = i % 2 === 0 ? Math.sin(value) : value * y;
  }
  return { value, slope };
}
