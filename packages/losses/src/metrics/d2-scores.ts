/** @file D²: R² with other errors than squares, against the constant that is best for each of them. */
import {
  combineOutputs,
  type MultiOutputOptions,
  quantileOf,
  type RawOutputOptions,
  weightedCenter,
  weightedMean,
  weightedQuantile,
} from "./average.ts";
import { type TweedieDevianceOptions, tweedieDeviance } from "./deviances.ts";
import { checkQuantile, type PinballLossOptions, pinball } from "./error-metrics.ts";
import { type Outputs, readPairs, readSingle } from "./input.ts";
import { shareExplained } from "./scores.ts";

/**
 * 1 − mean pinball loss / that of the quantile of all targets. 1 at best. NaN for a single sample.
 * @see Koenker and Machado (1999), Goodness of fit and related inference processes for quantile regression
 * @example d2PinballScore([2.5, 0, 2, 8], [3, -0.5, 2, 7], { q: 0.2 }) // 0.5667
 */
export function d2PinballScore(
  prediction: Outputs,
  target: Outputs,
  options: RawOutputOptions & PinballLossOptions,
): number[];
export function d2PinballScore(
  prediction: Outputs,
  target: Outputs,
  options?: MultiOutputOptions & PinballLossOptions,
): number;
export function d2PinballScore(
  prediction: Outputs,
  target: Outputs,
  options: (MultiOutputOptions | RawOutputOptions) & PinballLossOptions = {},
): number | number[] {
  const op = "d2PinballScore";
  const quantile = checkQuantile(op, options.q);
  const { predictions, targets, weights } = readPairs(op, prediction, target, options);
  const scores = targets.map((column, j) => {
    if (column.length === 1) return Number.NaN;
    const best =
      options.sampleWeight === undefined ? quantileOf(column, quantile) : weightedQuantile(column, weights, quantile);
    const left = column.map((t, i) => pinball(predictions[j]?.[i] ?? Number.NaN, t, quantile));
    const all = column.map((t) => pinball(best, t, quantile));
    return shareExplained(weightedMean(left, weights), weightedMean(all, weights));
  });
  return combineOutputs(op, scores, options.multiOutput);
}

/**
 * 1 − mean |p − t| / mean |t − median t|: `d2PinballScore` of the median.
 * @example d2AbsoluteErrorScore([2.5, 0, 2, 8], [3, -0.5, 2, 7]) // 0.7647
 */
export function d2AbsoluteErrorScore(prediction: Outputs, target: Outputs, options: RawOutputOptions): number[];
export function d2AbsoluteErrorScore(prediction: Outputs, target: Outputs, options?: MultiOutputOptions): number;
export function d2AbsoluteErrorScore(
  prediction: Outputs,
  target: Outputs,
  options: MultiOutputOptions | RawOutputOptions = {},
): number | number[] {
  const given = { ...options, q: 0.5 };
  return given.multiOutput === "rawValues"
    ? d2PinballScore(prediction, target, { ...given, multiOutput: "rawValues" })
    : d2PinballScore(prediction, target, { ...given, multiOutput: given.multiOutput });
}

/**
 * 1 − mean deviance / that of the mean of all targets, of one output. NaN for a single sample.
 * @throws {UsageError} as `meanTweedieDeviance`.
 * @example d2TweedieScore([1, 1, 5, 3.5], [0.5, 1, 2.5, 7], { power: 1 }) // 0.4879
 */
export function d2TweedieScore(prediction: Outputs, target: Outputs, options: TweedieDevianceOptions = {}): number {
  const op = "d2TweedieScore";
  const single = readSingle(op, prediction, target, options);
  const { weights } = single;
  const power = options.power ?? 0;
  const left = tweedieDeviance(op, single.prediction, single.target, weights, power);
  if (single.target.length === 1) return Number.NaN;
  const best = new Float64Array(single.target.length).fill(weightedCenter(single.target, weights));
  return shareExplained(left, tweedieDeviance(op, best, single.target, weights, power));
}
