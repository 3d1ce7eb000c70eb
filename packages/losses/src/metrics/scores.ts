/** @file Scores of predicted numbers: which share of what there is to explain is explained. */
import { combineOutputs, type MultiOutputOptions, weightedCenter, weightedMean } from "./average.ts";
import { type Outputs, readPairs, type SampleWeightOptions } from "./input.ts";

export interface ScoreOptions extends SampleWeightOptions {
  /** As with errors; "varianceWeighted" weighs the outputs by their variance. */
  readonly multiOutput?: MultiOutputOptions["multiOutput"] | "varianceWeighted";
  /**
   * What a score of equal targets is: 1 if they are met and else 0 (the default), or the NaN or −Infinity of its
   * formula, with false.
   */
  readonly forceFinite?: boolean | undefined;
}

export interface RawScoreOptions extends SampleWeightOptions {
  readonly multiOutput: "rawValues";
  readonly forceFinite?: boolean | undefined;
}

/**
 * The coefficient of determination, 1 − Σ w (t − p)² / Σ w (t − mean t)²: 1 at best, 0 for the mean, negative below.
 * NaN for a single sample, of which it is not defined.
 * @example r2Score([2.5, 0, 2, 8], [3, -0.5, 2, 7]) // 0.9486
 */
export function r2Score(prediction: Outputs, target: Outputs, options: RawScoreOptions): number[];
export function r2Score(prediction: Outputs, target: Outputs, options?: ScoreOptions): number;
export function r2Score(
  prediction: Outputs,
  target: Outputs,
  options: ScoreOptions | RawScoreOptions = {},
): number | number[] {
  if (target.length === 1) return fewSamples("r2Score", prediction, target, options);
  return explained("r2Score", [prediction, target, options], (errors) => errors.map((error) => error ** 2));
}

/**
 * 1 − Var(t − p) / Var(t): R² that does not mind a constant offset.
 * @example explainedVariance([2.5, 0, 2, 8], [3, -0.5, 2, 7]) // 0.9572
 */
export function explainedVariance(prediction: Outputs, target: Outputs, options: RawScoreOptions): number[];
export function explainedVariance(prediction: Outputs, target: Outputs, options?: ScoreOptions): number;
export function explainedVariance(
  prediction: Outputs,
  target: Outputs,
  options: ScoreOptions | RawScoreOptions = {},
): number | number[] {
  return explained("explainedVariance", [prediction, target, options], squaredDeviations);
}

function explained(
  op: string,
  given: readonly [prediction: Outputs, target: Outputs, options: ScoreOptions | RawScoreOptions],
  measure: (errors: Float64Array, weights: Float64Array) => Float64Array,
): number | number[] {
  const [prediction, target, options] = given;
  const { predictions, targets, weights } = readPairs(op, prediction, target, options);
  const variances = targets.map((column) => weightedMean(squaredDeviations(column, weights), weights));
  const scores = targets.map((column, j) => {
    const errors = column.map((t, i) => t - (predictions[j]?.[i] ?? Number.NaN));
    return shareExplained(weightedMean(measure(errors, weights), weights), variances[j] ?? 0, options.forceFinite);
  });
  const { multiOutput } = options;
  if (multiOutput !== "varianceWeighted") return combineOutputs(op, scores, multiOutput);
  return combineOutputs(op, scores, variances.some((v) => v > 0) ? variances : "uniformAverage");
}

function squaredDeviations(values: Float64Array, weights: Float64Array): Float64Array {
  const mean = weightedCenter(values, weights);
  return values.map((x) => (x - mean) ** 2);
}

/** 1 − left / all, where nothing is to be explained 1 if nothing is left and else 0. */
export function shareExplained(left: number, all: number, forceFinite = true): number {
  if (all === 0 && forceFinite) return left === 0 ? 1 : 0;
  return 1 - left / all;
}

/** NaN, after the checks that any number of samples has to pass. */
function fewSamples(
  op: string,
  prediction: Outputs,
  target: Outputs,
  options: ScoreOptions | RawScoreOptions,
): number | number[] {
  const { targets } = readPairs(op, prediction, target, options);
  return options.multiOutput === "rawValues" ? targets.map(() => Number.NaN) : Number.NaN;
}
