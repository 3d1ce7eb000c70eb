/** @file How good predicted probabilities and decision values are. */
import { ShapeError, UsageError } from "@adjoint/core";
import { weightedMean } from "./average.ts";
import { columnsOf, type Outputs, readSingle, readWeights, type SampleWeightOptions } from "./input.ts";

/**
 * Brier's score, the mean (p − t)² of probabilities of the class 1 and of targets 0 or 1.
 * @throws {UsageError} for a probability outside [0, 1], or another target.
 * @see Brier (1950), Verification of forecasts expressed in terms of probability
 * @example brierScore([0.1, 0.9, 0.8, 0.3], [0, 1, 1, 0]) // 0.0375
 */
export function brierScore(
  probability: ArrayLike<number>,
  target: ArrayLike<number>,
  options: SampleWeightOptions = {},
): number {
  const op = "brierScore";
  const single = readSingle(op, probability, target, options);
  checkProbabilities(op, [single.prediction]);
  checkLabels(op, single.target, 2);
  return weightedMean(
    single.target.map((t, i) => (t - (single.prediction[i] ?? 0)) ** 2),
    single.weights,
  );
}

export interface LogLossOptions extends SampleWeightOptions {
  /** False gives the sum, not the mean. Default true. */
  readonly normalize?: boolean | undefined;
}

/**
 * Mean −log of the probability of the true class: of rows of probabilities, which are divided by their sums, or of
 * probabilities of the class 1. Probabilities are moved into [2.2e-16, 1 − 2.2e-16] first, as scikit-learn does, so that
 * a sample costs 36.04 at most. To train, take `crossEntropy` of logits.
 * @throws {UsageError} for a probability outside [0, 1], or a label that is no class.
 * @example logLoss([0.9, 0.1, 0.2, 0.65], [1, 0, 0, 1]) // 0.2162
 */
export function logLoss(probability: Outputs, label: ArrayLike<number>, options: LogLossOptions = {}): number {
  const op = "logLoss";
  const columns = columnsOf(op, "probability", probability);
  checkProbabilities(op, columns);
  const rest = columns.length === 1 ? [(columns[0] ?? new Float64Array()).map((p) => 1 - p)] : [];
  const classes = [...rest, ...columns].map((column) => column.map(clip));
  const labels = readLabelColumn(op, label, probability.length, classes.length);
  const weights = readWeights(op, options.sampleWeight, labels.length);
  const losses = labels.map((k, i) => {
    const total = classes.reduce((sum, column) => sum + (column[i] ?? 0), 0);
    return -Math.log((classes[k]?.[i] ?? Number.NaN) / total);
  });
  const mean = weightedMean(losses, weights);
  return options.normalize === false ? mean * weights.reduce((a, b) => a + b, 0) : mean;
}

const clip = (p: number) => Math.min(Math.max(p, Number.EPSILON), 1 - Number.EPSILON);

/**
 * Mean hinge loss: max(0, 1 − y x) for decision values x and targets y of −1 (or 0) and 1; for rows of decision values max(0, 1 − x[label] +
 * max of the others).
 * @throws {UsageError} for a label that is no class.
 * @example hingeLoss([-2.18, 2.36, 0.09], [-1, 1, 1]) // 0.3033
 */
export function hingeLoss(decision: Outputs, label: ArrayLike<number>, options: SampleWeightOptions = {}): number {
  const op = "hingeLoss";
  const columns = columnsOf(op, "decision", decision);
  const [first = new Float64Array()] = columns;
  const signs = columns.length === 1 ? Float64Array.from(label, (t) => (t === -1 ? 0 : t)) : label;
  const labels = readLabelColumn(op, signs, decision.length, Math.max(2, columns.length));
  const margins = labels.map((k, i) => {
    if (columns.length === 1) return (k === 1 ? 1 : -1) * (first[i] ?? 0);
    const others = columns.filter((_, j) => j !== k).map((column) => column[i] ?? 0);
    return (columns[k]?.[i] ?? 0) - Math.max(...others);
  });
  const weights = readWeights(op, options.sampleWeight, labels.length);
  return weightedMean(
    margins.map((margin) => Math.max(0, 1 - margin)),
    weights,
  );
}

function readLabelColumn(op: string, label: ArrayLike<number>, count: number, classes: number): Float64Array {
  const labels = Float64Array.from(label);
  if (labels.length !== count) {
    throw new ShapeError({ op, rule: "each sample needs a label", got: `${labels.length} for ${count}` });
  }
  checkLabels(op, labels, classes);
  return labels;
}

function checkLabels(op: string, labels: Float64Array, classes: number): void {
  const at = labels.findIndex((k) => !(Number.isInteger(k) && k >= 0 && k < classes));
  if (at < 0) return;
  throw new UsageError({ op, rule: `labels must lie in [0, ${classes})`, got: `${labels[at]} at sample ${at}` });
}

function checkProbabilities(op: string, columns: readonly Float64Array[]): void {
  for (const column of columns) {
    const at = column.findIndex((p) => p < 0 || p > 1);
    if (at < 0) continue;
    const hint = "apply sigmoid or softmax to logits";
    throw new UsageError({ op, rule: "probabilities must lie in [0, 1]", got: `${column[at]} at sample ${at}`, hint });
  }
}
