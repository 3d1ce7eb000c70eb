/** @file How well scores rank the labels of samples that have several. */
import { ShapeError, UsageError } from "@adjoint/core";
import { weightedMean } from "./average.ts";
import { columnsOf, readWeights, type SampleWeightOptions } from "./input.ts";

type Rows = readonly ArrayLike<number>[];

/**
 * How far down the ranking one has to go, on average, to cover all true labels. Ties count as the worse rank; a sample
 * without true labels as 0.
 * @throws {ShapeError} for other shapes. @throws {UsageError} for targets other than 0 and 1, or scores that are not finite.
 * @see Tsoumakas, Katakis, Vlahavas (2010), Mining multi-label data
 * @example coverageError([[0.75, 0.5, 1], [1, 0.2, 0.1]], [[1, 0, 0], [0, 0, 1]]) // 2.5
 */
export function coverageError(score: Rows, target: Rows, options: SampleWeightOptions = {}): number {
  return rankedMean("coverageError", [score, target, options], (relevant, other) => {
    const least = Math.min(...relevant);
    return [...relevant, ...other].filter((x) => x >= least).length;
  });
}

/**
 * The mean share of pairs of a true and a false label that are ranked the wrong way; a tie counts as wrong. A sample whose labels
 * are all true, or all false, counts as 0.
 * @throws {ShapeError} for other shapes. @throws {UsageError} for targets other than 0 and 1, or scores that are not finite.
 * @see Tsoumakas, Katakis, Vlahavas (2010), Mining multi-label data
 * @example labelRankingLoss([[0.75, 0.5, 1], [1, 0.2, 0.1]], [[1, 0, 0], [0, 0, 1]]) // 0.75
 */
export function labelRankingLoss(score: Rows, target: Rows, options: SampleWeightOptions = {}): number {
  return rankedMean("labelRankingLoss", [score, target, options], (relevant, other) => {
    const wrong = relevant.map((x) => other.filter((y) => y >= x).length).reduce((a, b) => a + b, 0);
    return other.length === 0 ? 0 : wrong / (relevant.length * other.length);
  });
}

/** The mean over the samples of what their scores give, parted by whether the label is true. */
function rankedMean(
  op: string,
  given: readonly [score: Rows, target: Rows, options: SampleWeightOptions],
  each: (relevant: number[], other: number[]) => number,
): number {
  const [score, target, options] = given;
  const scores = columnsOf(op, "score", score);
  const targets = columnsOf(op, "target", target);
  if (score.length !== target.length || scores.length !== targets.length) {
    const got = `score=[${score.length}, ${scores.length}], target=[${target.length}, ${targets.length}]`;
    throw new ShapeError({ op, rule: "shapes must be equal", got, hint: "they are written [samples, labels]" });
  }
  const odd = targets.flatMap((column) => Array.from(column)).find((t) => t !== 0 && t !== 1);
  if (odd !== undefined) throw new UsageError({ op, rule: "targets must be 0 or 1", got: String(odd) });
  const values = Array.from(score, (_, i) => {
    const pick = (wanted: number) =>
      scores.filter((_column, j) => targets[j]?.[i] === wanted).map((column) => column[i] ?? 0);
    const relevant = pick(1);
    return relevant.length === 0 ? 0 : each(relevant, pick(0));
  });
  return weightedMean(values, readWeights(op, options.sampleWeight, values.length));
}
