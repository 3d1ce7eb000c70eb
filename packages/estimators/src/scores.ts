/** @file How good predictions are. */
import { ShapeError, UsageError } from "@adjoint/core";
import type { Matrix } from "./input.ts";

/** The weights and the intercept of a linear model. */
export interface LinearModel {
  readonly weights: Float64Array;
  readonly intercept: number;
}

/** X · weights + intercept for each row. */
export function decisions({ rows, columns, data }: Matrix, weights: Float64Array, intercept: number): Float64Array {
  const out = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    let sum = 0;
    for (let j = 0; j < columns; j++) sum += (data[i * columns + j] as number) * (weights[j] as number);
    out[i] = sum + intercept;
  }
  return out;
}

/**
 * The coefficient of determination R² = 1 − Σ w (y − p)² / Σ w (y − ȳ)²: 1 at best, 0 for the mean of `targets`. Equal
 * targets have no variance to explain: R² is 1 if they are met exactly, else 0.
 * @throws {ShapeError} if there are fewer than two samples. @throws {UsageError} if all weights are 0.
 */
export function rSquared(op: string, predictions: Float64Array, targets: Float64Array, weights: Float64Array): number {
  if (targets.length < 2) {
    throw new ShapeError({ op, rule: "R² needs at least two samples", got: String(targets.length) });
  }
  const mean = weightedMean(op, targets, weights);
  let left = 0;
  let all = 0;
  targets.forEach((target, i) => {
    const weight = weights[i] as number;
    left += weight * (target - (predictions[i] as number)) ** 2;
    all += weight * (target - mean) ** 2;
  });
  if (all > 0) return 1 - left / all;
  return left === 0 ? 1 : 0;
}

/**
 * The mean of values by weights.
 * @throws {UsageError} if all weights are 0.
 */
export function weightedMean(op: string, values: ArrayLike<number>, weights: Float64Array): number {
  let sum = 0;
  let total = 0;
  weights.forEach((weight, i) => {
    sum += weight * (values[i] as number);
    total += weight;
  });
  if (total > 0) return sum / total;
  throw new UsageError({ op, rule: "sampleWeight must not be 0 for all samples", got: `${weights.length} times 0` });
}
