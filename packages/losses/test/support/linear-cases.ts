/** @file A linear layer over a few classes: data, options of its loss, and the loss from logits. */
import { type Tensor, tensor, valueAndGrad } from "adjoint";
import { expect } from "vitest";
import { crossEntropy } from "../../src/cross-entropy.ts";
import type { LinearCrossEntropyOptions } from "../../src/vocabulary/linear-cross-entropy.ts";
import { toLabels, toTensor } from "./numbers.ts";

export const wave = (shape: readonly number[], phase = 0, scale = 1, dtype: "f32" | "f64" = "f32"): Tensor =>
  tensor(
    Float64Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => scale * Math.sin(1.7 * i + phase)),
    { dtype, shape },
  ) as unknown as Tensor;

export const [N, H, C] = [7, 5, 6];
export const labels = toLabels([3, 0, 5, 2, 2, 1, 4]);
export const bias = wave([C], 3);
export const classWeight = toTensor([0.5, 1, 2, 0.25, 3, 1]);

export type Unfused = (x: Tensor, w: Tensor, b: Tensor) => Tensor;
export const unfused =
  ({ classWeight: weight, ...options }: LinearCrossEntropyOptions): Unfused =>
  (x, w, b) =>
    crossEntropy(x.matmul(w.transpose()).add(b), labels, { ...options, weight });

export const options: readonly (readonly [string, LinearCrossEntropyOptions])[] = [
  ["nothing else", {}],
  ["the sum", { reduction: "sum" }],
  ["smoothing", { labelSmoothing: 0.2 }],
  ["weights", { classWeight }],
  ["ignored rows", { ignoreIndex: 2 }],
  ["all of them", { classWeight, ignoreIndex: 2, labelSmoothing: 0.1 }],
  ["all of them, summed", { classWeight, ignoreIndex: 2, labelSmoothing: 0.1, reduction: "sum" }],
];

/** Value and gradients with respect to all arguments. */
export function differentiate<A extends Tensor[]>(
  f: (...args: A) => Tensor,
  ...args: A
): [value: Tensor, gradients: A] {
  return valueAndGrad((params: A) => f(...params))(args);
}

export async function expectNear(actual: Tensor, expected: Tensor, tolerance = 1e-6): Promise<void> {
  expect(actual.shape).toEqual(expected.shape);
  const [a, b] = [await actual.data(), await expected.data()];
  a.forEach((value, i) => {
    expect(Math.abs(value - (b[i] ?? Number.NaN)), `${value} and ${b[i]} at ${i}`).toBeLessThanOrEqual(
      tolerance * Math.max(1, Math.abs(value)),
    );
  });
}
