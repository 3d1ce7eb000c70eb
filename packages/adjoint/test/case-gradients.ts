/** @file Gradients of cases: of the weighted sum of their results, by each floating input. */

import { isFloat, type Node } from "@adjoint/core";
import { interpretGraph } from "@adjoint/core/testing";
import { arange, type DType, grad, mod, mul, reshape, sub, sum, type Tensor } from "adjoint";
import type { Case } from "../../core/test/cases/case.ts";
import type { CaseGraph } from "../../core/test/cases/interpret-case.ts";

/** Whether a case has a gradient worth comparing. */
export function hasGradient(row: Case, result: Tensor<DType>): boolean {
  const isFloating = row.inputs.some(({ dtype, data }) => isFloat(dtype) && data.length > 0);
  return row.isDifferentiable !== false && isFloating && isFloat(result.dtype) && result.size > 0;
}

/** Σ wᵢ · resultᵢ, with weights that no symmetry cancels, exact in float32. */
function weightedSum(result: Tensor<DType>): Tensor {
  const weights = sub(mod(mul(arange(result.size), 7), 11), 4.5);
  return sum(mul(result as Tensor, reshape(weights, result.shape)));
}

/** The gradients of a case by its floating inputs. */
export function gradientsOf(row: Case, inputs: readonly Tensor[]): Tensor[] {
  const loss = (floats: readonly Tensor[]): Tensor => {
    const next = floats.values();
    return weightedSum(row.run(...inputs.map((x) => (isFloat(x.dtype) ? (next.next().value ?? x) : x))));
  };
  return [...grad(loss)(inputs.filter((x) => isFloat(x.dtype)))];
}

/** A gradient by central differences: at all elements of small inputs, at every few of large ones. */
export interface Differences {
  readonly indices: readonly number[];
  readonly values: readonly number[];
}

/** Central differences in double precision, by floating input. Their own error is about 1e-9 for functions of size 1. */
export function differencesOf({ result, inputs, valuesOf }: CaseGraph): Differences[] {
  const loss = weightedSum(result).node;
  const valueAt = (moved: Node, index: number, offset: number): number => {
    const values = (leaf: Node): readonly number[] =>
      leaf === moved ? valuesOf(leaf).map((x, i) => (i === index ? x + offset : x)) : valuesOf(leaf);
    return interpretGraph([loss], values)[0]?.[0] ?? Number.NaN;
  };
  return inputs
    .filter((x) => isFloat(x.dtype))
    .map(({ node, size }) => {
      const stride = Math.ceil(size / MOST_DIFFERENCES);
      const indices = Array.from({ length: Math.ceil(size / stride) }, (_, i) => i * stride);
      const values = indices.map((i) => (valueAt(node, i, STEP) - valueAt(node, i, -STEP)) / (2 * STEP));
      return { indices, values };
    });
}

const MOST_DIFFERENCES = 24;
const STEP = 1e-5;
