/** @file Errors of predicted numbers: their means, their median and their greatest. */
import { UsageError } from "@adjoint/core";
import {
  combineOutputs,
  type MultiOutputOptions,
  median,
  type RawOutputOptions,
  weightedMean,
  weightedQuantile,
} from "./average.ts";
import { type Outputs, readPairs, readSingle } from "./input.ts";

type Options = MultiOutputOptions | RawOutputOptions;

/** The mean over the samples of a number for each pair, per output. */
function meanOf(
  op: string,
  given: readonly [prediction: Outputs, target: Outputs, options: Options],
  each: (prediction: number, target: number) => number,
  finish: (mean: number) => number = (mean) => mean,
): number | number[] {
  const [prediction, target, options] = given;
  const { predictions, targets, weights } = readPairs(op, prediction, target, options);
  const means = targets.map((column, j) => {
    const errors = column.map((t, i) => each(predictions[j]?.[i] ?? Number.NaN, t));
    return finish(weightedMean(errors, weights));
  });
  return combineOutputs(op, means, options.multiOutput);
}

/**
 * Mean |p − t|.
 *
 * Several outputs, `sampleWeight` and `multiOutput`, here and in the functions below, are those of scikit-learn, whose names these
 * functions have. NaN or infinite numbers, other shapes and no samples are errors.
 * @example meanAbsoluteError([2.5, 0, 2, 8], [3, -0.5, 2, 7]) // 0.5
 */
export function meanAbsoluteError(prediction: Outputs, target: Outputs, options: RawOutputOptions): number[];
export function meanAbsoluteError(prediction: Outputs, target: Outputs, options?: MultiOutputOptions): number;
export function meanAbsoluteError(prediction: Outputs, target: Outputs, options: Options = {}): number | number[] {
  return meanOf("meanAbsoluteError", [prediction, target, options], (p, t) => Math.abs(p - t));
}

/**
 * Mean (p − t)².
 * @example meanSquaredError([2.5, 0, 2, 8], [3, -0.5, 2, 7]) // 0.375
 */
export function meanSquaredError(prediction: Outputs, target: Outputs, options: RawOutputOptions): number[];
export function meanSquaredError(prediction: Outputs, target: Outputs, options?: MultiOutputOptions): number;
export function meanSquaredError(prediction: Outputs, target: Outputs, options: Options = {}): number | number[] {
  return meanOf("meanSquaredError", [prediction, target, options], (p, t) => (p - t) ** 2);
}

/**
 * √ of the mean (p − t)², for each output, of which the mean is taken last.
 * @example rootMeanSquaredError([2.5, 0, 2, 8], [3, -0.5, 2, 7]) // 0.6124
 */
export function rootMeanSquaredError(prediction: Outputs, target: Outputs, options: RawOutputOptions): number[];
export function rootMeanSquaredError(prediction: Outputs, target: Outputs, options?: MultiOutputOptions): number;
export function rootMeanSquaredError(prediction: Outputs, target: Outputs, options: Options = {}): number | number[] {
  return meanOf("rootMeanSquaredError", [prediction, target, options], (p, t) => (p - t) ** 2, Math.sqrt);
}

/**
 * Mean (log(1 + p) − log(1 + t))².
 * @throws {UsageError} for a number of −1 or less.
 * @example meanSquaredLogError([2.5, 5, 4, 8], [3, 5, 2.5, 7]) // 0.0397
 */
export function meanSquaredLogError(prediction: Outputs, target: Outputs, options: RawOutputOptions): number[];
export function meanSquaredLogError(prediction: Outputs, target: Outputs, options?: MultiOutputOptions): number;
export function meanSquaredLogError(prediction: Outputs, target: Outputs, options: Options = {}): number | number[] {
  return meanOf("meanSquaredLogError", [prediction, target, options], squaredLogError("meanSquaredLogError"));
}

/** √ of the mean (log(1 + p) − log(1 + t))². @throws {UsageError} for a number of −1 or less. */
export function rootMeanSquaredLogError(prediction: Outputs, target: Outputs, options: RawOutputOptions): number[];
export function rootMeanSquaredLogError(prediction: Outputs, target: Outputs, options?: MultiOutputOptions): number;
export function rootMeanSquaredLogError(
  prediction: Outputs,
  target: Outputs,
  options: Options = {},
): number | number[] {
  const op = "rootMeanSquaredLogError";
  return meanOf(op, [prediction, target, options], squaredLogError(op), Math.sqrt);
}

const squaredLogError =
  (op: string) =>
  (p: number, t: number): number => {
    if (p > -1 && t > -1) return (Math.log1p(p) - Math.log1p(t)) ** 2;
    const hint = "it is a metric of numbers that are not negative";
    throw new UsageError({ op, rule: "numbers must be greater than −1", got: `prediction ${p}, target ${t}`, hint });
  };

/**
 * Mean |p − t| / |t|, a fraction and not a percentage. A target of 0 counts as 2.2e-16, as in scikit-learn, so that it makes
 * the mean huge.
 * @example meanAbsolutePercentageError([2.5, 0, 2, 8], [3, -0.5, 2, 7]) // 0.3274
 */
export function meanAbsolutePercentageError(prediction: Outputs, target: Outputs, options: RawOutputOptions): number[];
export function meanAbsolutePercentageError(prediction: Outputs, target: Outputs, options?: MultiOutputOptions): number;
export function meanAbsolutePercentageError(
  prediction: Outputs,
  target: Outputs,
  options: Options = {},
): number | number[] {
  const each = (p: number, t: number) => Math.abs(p - t) / Math.max(Math.abs(t), Number.EPSILON);
  return meanOf("meanAbsolutePercentageError", [prediction, target, options], each);
}

/**
 * Mean pinball loss, max(q (t − p), (q − 1)(t − p)), of predictions of the quantile q.
 * @throws {UsageError} if `q` (default ½) does not lie in [0, 1].
 * @example meanPinballLoss([0, 2, 3], [1, 2, 3], { q: 0.1 }) // 0.0333
 */
export function meanPinballLoss(
  prediction: Outputs,
  target: Outputs,
  options: RawOutputOptions & PinballLossOptions,
): number[];
export function meanPinballLoss(
  prediction: Outputs,
  target: Outputs,
  options?: MultiOutputOptions & PinballLossOptions,
): number;
export function meanPinballLoss(
  prediction: Outputs,
  target: Outputs,
  options: Options & PinballLossOptions = {},
): number | number[] {
  const quantile = checkQuantile("meanPinballLoss", options.q);
  const each = (p: number, t: number) => pinball(p, t, quantile);
  return meanOf("meanPinballLoss", [prediction, target, options], each);
}

export interface PinballLossOptions {
  /** The quantile that is predicted, in [0, 1]. Default ½: half of the absolute error. */
  readonly q?: number | undefined;
}

export function pinball(p: number, t: number, quantile: number): number {
  return Math.max(quantile * (t - p), (quantile - 1) * (t - p));
}

export function checkQuantile(op: string, quantile = 0.5): number {
  if (quantile >= 0 && quantile <= 1) return quantile;
  throw new UsageError({ op, rule: "q must lie in [0, 1]", got: String(quantile), hint: "0.5 is the median" });
}

/**
 * The median of |p − t|. Of an even number of samples, the mean of the middle two; with `sampleWeight` the smallest error up to which half
 * of the weight lies.
 * @example medianAbsoluteError([2.5, 0, 2, 8], [3, -0.5, 2, 7]) // 0.5
 */
export function medianAbsoluteError(prediction: Outputs, target: Outputs, options: RawOutputOptions): number[];
export function medianAbsoluteError(prediction: Outputs, target: Outputs, options?: MultiOutputOptions): number;
export function medianAbsoluteError(prediction: Outputs, target: Outputs, options: Options = {}): number | number[] {
  const op = "medianAbsoluteError";
  const { predictions, targets, weights } = readPairs(op, prediction, target, options);
  const medians = targets.map((column, j) => {
    const errors = column.map((t, i) => Math.abs((predictions[j]?.[i] ?? Number.NaN) - t));
    return options.sampleWeight === undefined ? median(errors) : weightedQuantile(errors, weights, 0.5);
  });
  return combineOutputs(op, medians, options.multiOutput);
}

/**
 * The greatest |p − t|, of one output.
 * @example maxError([2.5, 0, 2, 8], [3, -0.5, 2, 7]) // 1
 */
export function maxError(prediction: Outputs, target: Outputs): number {
  const single = readSingle("maxError", prediction, target, {});
  return single.target.reduce((most, t, i) => Math.max(most, Math.abs((single.prediction[i] ?? Number.NaN) - t)), 0);
}
