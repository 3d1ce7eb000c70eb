/** @file Samples with what belongs to each: targets and weights, checked against each other. */
import { ShapeError, UsageError } from "@adjoint/core";
import { type Column, type Matrix, type Rows, readColumn, readMatrix } from "./input.ts";

export interface SampleOptions {
  /** A factor of each sample, at least 0. Default 1. */
  readonly sampleWeight?: Column | undefined;
}

/** Samples, what they should give, and how much each counts. */
export interface Samples<T> {
  readonly matrix: Matrix;
  readonly targets: T;
  readonly weights: Float64Array;
}

/**
 * Samples with their targets, which `read` gives.
 * @throws {ShapeError} if there are not as many targets and weights as samples. @throws {UsageError} if a weight is negative.
 */
export async function readSamples<T extends ArrayLike<unknown>>(
  op: string,
  X: Rows,
  read: () => Promise<T>,
  { sampleWeight }: SampleOptions,
): Promise<Samples<T>> {
  const given = sampleWeight === undefined ? undefined : readColumn(op, "sampleWeight", sampleWeight);
  const [matrix, targets, weights] = await Promise.all([readMatrix(op, "X", X), read(), given]);
  checkCount(op, "y", targets.length, matrix.rows);
  if (weights === undefined) return { matrix, targets, weights: new Float64Array(matrix.rows).fill(1) };
  checkCount(op, "sampleWeight", weights.length, matrix.rows);
  const negative = weights.findIndex((weight) => weight < 0);
  if (negative < 0) return { matrix, targets, weights };
  const got = `${weights[negative]} at sampleWeight[${negative}]`;
  throw new UsageError({ op, rule: "sampleWeight must be at least 0", got, hint: "0 leaves a sample out" });
}

function checkCount(op: string, name: string, got: number, count: number): void {
  if (got === count) return;
  throw new ShapeError({ op, rule: `X and ${name} need equal numbers of samples`, got: `${count} and ${got}` });
}
