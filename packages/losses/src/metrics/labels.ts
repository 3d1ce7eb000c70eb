/** @file How many labels are right. */
import { ShapeError, UsageError } from "@adjoint/core";
import { weightedMean } from "./average.ts";
import { readWeights, type SampleWeightOptions } from "./input.ts";

export type Label = number | string | boolean;

/** A label for each sample; or, where a sample has several, a row of 0s and 1s for each sample. */
export type Labels = ArrayLike<Label> | readonly ArrayLike<number>[];

export interface CountOptions extends SampleWeightOptions {
  /** False gives the sum of the weights, not their share. Default true. */
  readonly normalize?: boolean | undefined;
}

/**
 * The share of samples that are right; of samples with several labels, of those that are right in all.
 * @throws {ShapeError} if there are no samples, or other shapes. @throws {UsageError} for NaN, or weights that are negative or all 0.
 * @example accuracy([0, 2, 1, 3], [0, 1, 2, 3]) // 0.5
 */
export function accuracy(prediction: Labels, target: Labels, options: CountOptions = {}): number {
  const { rows, weights } = readLabels("accuracy", prediction, target, options);
  const right = rows.map(([p, t]) => (p.every((label, j) => label === t[j]) ? 1 : 0));
  return counted(right, weights, options);
}

/**
 * The share of samples that are wrong, 1 − `accuracy`.
 * @example zeroOneLoss([1, 2, 3, 4], [2, 2, 3, 4]) // 0.25
 */
export function zeroOneLoss(prediction: Labels, target: Labels, options: CountOptions = {}): number {
  const { rows, weights } = readLabels("zeroOneLoss", prediction, target, options);
  const wrong = rows.map(([p, t]) => (p.every((label, j) => label === t[j]) ? 0 : 1));
  return counted(wrong, weights, options);
}

/**
 * The share of labels that are wrong: as `zeroOneLoss`, but of samples with several labels each counts by itself.
 * @example hammingLoss([[0, 0], [0, 0]], [[0, 1], [1, 1]]) // 0.75
 */
export function hammingLoss(prediction: Labels, target: Labels, options: SampleWeightOptions = {}): number {
  const { rows, weights } = readLabels("hammingLoss", prediction, target, options);
  const wrong = rows.map(([p, t]) => p.filter((label, j) => label !== t[j]).length / p.length);
  return weightedMean(wrong, weights);
}

const counted = (values: readonly number[], weights: Float64Array, { normalize = true }: CountOptions) =>
  normalize ? weightedMean(values, weights) : values.reduce((sum, value, i) => sum + value * (weights[i] ?? 0), 0);

export interface LabelRows {
  /** Predicted and true labels of each sample. */
  readonly rows: readonly (readonly [prediction: readonly Label[], target: readonly Label[]])[];
  readonly weights: Float64Array;
  /** Whether samples have rows of 0s and 1s. */
  readonly isIndicator: boolean;
}

export function readLabels(op: string, prediction: Labels, target: Labels, options: SampleWeightOptions): LabelRows {
  const [predictions, targets] = [rowsOf(op, "prediction", prediction), rowsOf(op, "target", target)];
  const isIndicator = typeof target[0] === "object";
  const differ = predictions.findIndex((row, i) => row.length !== targets[i]?.length);
  if (predictions.length !== targets.length || differ >= 0 || isIndicator !== (typeof prediction[0] === "object")) {
    const got =
      predictions.length === targets.length
        ? `other rows at sample ${Math.max(differ, 0)}`
        : `${predictions.length} and ${targets.length} samples`;
    throw new ShapeError({ op, rule: "prediction and target must have equal shapes", got });
  }
  const rows = predictions.map((row, i) => [row, targets[i] ?? []] as const);
  return { rows, weights: readWeights(op, options.sampleWeight, rows.length), isIndicator };
}

function rowsOf(op: string, name: string, labels: Labels): (readonly Label[])[] {
  if (labels.length === 0) throw new ShapeError({ op, rule: `${name} needs at least one sample`, got: "none" });
  const given: ArrayLike<Label | ArrayLike<number>> = labels;
  const rows = Array.from(given, (entry) => (typeof entry === "object" ? Array.from(entry) : [entry]));
  const isIndicator = typeof labels[0] === "object";
  rows.forEach((row, i) => {
    const odd = row.find((x) => Number.isNaN(x) || (isIndicator && x !== 0 && x !== 1));
    if (odd === undefined && row.length > 0) return;
    const rule = isIndicator ? `rows of ${name} must hold 0s and 1s` : `labels of ${name} must not be NaN`;
    throw new UsageError({ op, rule, got: `${odd ?? "nothing"} at sample ${i}` });
  });
  return rows;
}
