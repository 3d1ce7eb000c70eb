/** @file Means by weights, and from several outputs to one number. */
import { ShapeError, UsageError } from "@adjoint/core";
import type { SampleWeightOptions } from "./input.ts";

export interface MultiOutputOptions extends SampleWeightOptions {
  /**
   * What becomes of several outputs: their mean (the default), or their mean by the weights given. "rawValues" gives the
   * number of each.
   */
  readonly multiOutput?: "uniformAverage" | readonly number[] | undefined;
}

export interface RawOutputOptions extends SampleWeightOptions {
  readonly multiOutput: "rawValues";
}

/** Σ w x / Σ w. */
export function weightedMean(values: ArrayLike<number>, weights: ArrayLike<number>): number {
  let sum = 0;
  let total = 0;
  for (let i = 0; i < values.length; i++) {
    const weight = weights[i] ?? 0;
    total += weight;
    // What counts for nothing may be infinite.
    if (weight !== 0) sum += weight * (values[i] ?? 0);
  }
  return sum / total;
}

/** The mean of finite values, exact if they are all equal: else a variance of 0 would come out as some rounding. */
export function weightedCenter(values: Float64Array, weights: Float64Array): number {
  const first = values[0] ?? 0;
  return (
    first +
    weightedMean(
      values.map((x) => x - first),
      weights,
    )
  );
}

/**
 * The numbers of several outputs as `multiOutput` has them.
 * @throws {ShapeError} if there is not a weight for each. @throws {UsageError} if these are negative or all 0.
 */
export function combineOutputs(
  op: string,
  values: readonly number[],
  multiOutput: MultiOutputOptions["multiOutput"] | "rawValues",
): number | number[] {
  if (multiOutput === "rawValues") return [...values];
  if (multiOutput === undefined || multiOutput === "uniformAverage")
    return weightedMean(
      values,
      values.map(() => 1),
    );
  if (!Array.isArray(multiOutput)) {
    const rule = "multiOutput must be uniformAverage, rawValues or a weight for each output";
    throw new UsageError({ op, rule, got: String(multiOutput) });
  }
  const weights: readonly number[] = multiOutput;
  if (weights.length !== values.length) {
    const got = `${weights.length} for ${values.length}`;
    throw new ShapeError({ op, rule: "multiOutput needs a weight for each output", got });
  }
  if (weights.every((w) => w >= 0) && weights.some((w) => w > 0)) return weightedMean(values, weights);
  throw new UsageError({ op, rule: "weights of outputs must not be negative, nor all 0", got: weights.join(", ") });
}

/** The median: the mean of the middle two for an even number of values. */
export function median(values: Float64Array): number {
  return quantileOf(values, 0.5);
}

/** The quantile that lies between two values on the line through them. @see Hyndman and Fan (1996), type 7 */
export function quantileOf(values: Float64Array, fraction: number): number {
  const sorted = values.toSorted();
  const place = fraction * (sorted.length - 1);
  const low = sorted[Math.floor(place)] ?? Number.NaN;
  const high = sorted[Math.ceil(place)] ?? Number.NaN;
  return low + (high - low) * (place - Math.floor(place));
}

/** The smallest value up to which at least that fraction of all weight lies, and which has weight itself. */
export function weightedQuantile(values: Float64Array, weights: Float64Array, fraction: number): number {
  const order = Array.from(values.keys())
    .filter((i) => (weights[i] ?? 0) > 0)
    .sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
  const total = order.reduce((sum, i) => sum + (weights[i] ?? 0), 0);
  let reached = 0;
  for (const i of order) {
    reached += weights[i] ?? 0;
    if (reached >= fraction * total) return values[i] ?? Number.NaN;
  }
  return values[order.at(-1) ?? 0] ?? Number.NaN;
}
