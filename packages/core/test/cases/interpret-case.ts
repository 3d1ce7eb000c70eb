/** @file Cases on graphs: their inputs as leaves, and the results that they must have. */
import { type DType, type Node, Tensor } from "@adjoint/core";
import { expectClose, interpretGraph, leafNode, type Tolerance } from "@adjoint/core/testing";
import { expect } from "vitest";
import { type Case, ROUNDED_ONCE } from "./case.ts";

/** The least positive float32 that has all its digits. */
const SMALLEST_NORMAL = 2 ** -126;

/** A case as a graph, whose leaves hold nothing themselves. */
export interface CaseGraph {
  readonly result: Tensor<DType>;
  readonly inputs: readonly Tensor[];
  readonly valuesOf: (leaf: Node) => readonly number[];
}

/** A case as a graph; `flush` makes zeros of subnormal inputs, as a GPU may. */
export function graphOf(row: Case, flush = false): CaseGraph {
  const values = new Map<Node, readonly number[]>();
  const inputs = row.inputs.map(({ shape, dtype, data }) => {
    const leaf = leafNode(shape, dtype);
    values.set(leaf, flush && dtype === "f32" ? data.map((x) => (Math.abs(x) < SMALLEST_NORMAL ? 0 : x)) : data);
    return new Tensor(leaf);
  });
  return { result: row.run(...inputs), inputs, valuesOf: (leaf) => values.get(leaf) ?? [] };
}

/** The result as the double-precision interpreter sees it. */
export function interpretCase({ result, valuesOf }: CaseGraph): Float64Array {
  const [values = new Float64Array()] = interpretGraph([result.node], valuesOf);
  return values;
}

/** Numbers written in a row are exact to float32; beside them, the row's own tolerance counts, as `bound` has it. */
export function checkExpectations(
  row: Case,
  result: Tensor<DType>,
  values: ArrayLike<number>,
  bound: (tolerance: Tolerance) => Tolerance = (tolerance) => tolerance,
): void {
  if (row.expectedShape !== undefined) expect(result.shape).toEqual(row.expectedShape);
  if (row.expectedDType !== undefined) expect(result.dtype).toBe(row.expectedDType);
  if (row.expected !== undefined) expectClose(values, row.expected, bound(row.tolerance ?? WRITTEN));
}

const WRITTEN: Tolerance = { rel: 2e-7, abs: 2e-7, reason: "the numbers of a row are written in decimals" };

/** What a backend's result may differ from the interpreter's by. */
export function toleranceOf(row: Case): Tolerance {
  return row.tolerance ?? ROUNDED_ONCE;
}
