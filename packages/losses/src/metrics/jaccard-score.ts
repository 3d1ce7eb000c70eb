/** @file The Jaccard index. */
import { UsageError } from "@adjoint/core";
import { weightedMean } from "./average.ts";
import type { SampleWeightOptions } from "./input.ts";
import { type Label, type LabelRows, type Labels, readLabels } from "./labels.ts";

export interface JaccardOptions extends SampleWeightOptions {
  /**
   * "binary" (the default): of `positiveLabel`. "macro": the mean over the classes. "weighted": that mean by how often each
   * class is true. "micro": of all classes counted together. "samples": the mean over samples with several labels.
   */
  readonly average?: "binary" | "macro" | "weighted" | "micro" | "samples" | undefined;
  /** Default 1. */
  readonly positiveLabel?: Label | undefined;
  /** The value where nothing is true and nothing predicted. Default 0. */
  readonly zeroDivision?: number | undefined;
}

/** A weighted count of what is true and predicted, and of what is either. */
interface Overlap {
  readonly both: number;
  readonly either: number;
  readonly truth: number;
}

/**
 * What is true and predicted, as a share of what is true or predicted.
 *
 * @throws {ShapeError} if there are no samples, or other shapes.
 * @throws {UsageError} for "binary" of more than two classes or of rows, and for "samples" of anything but rows.
 * @see Jaccard (1912), The distribution of the flora in the alpine zone
 * @example jaccardScore([1, 1, 1, 0], [0, 1, 1, 0]) // 0.6667
 */
export function jaccardScore(prediction: Labels, target: Labels, options: JaccardOptions = {}): number {
  const given = readLabels("jaccardScore", prediction, target, options);
  const { average = "binary", zeroDivision = 0 } = options;
  const index = ({ both, either }: Overlap) => (either === 0 ? zeroDivision : both / either);
  if (average === "samples") return bySample(given, index);
  const classes = classesOf(given);
  if (average === "binary") return index(overlapOf(given, binaryClass(given, classes, options.positiveLabel ?? 1)));
  const overlaps = classes.map((label) => overlapOf(given, label));
  switch (average) {
    case "micro":
      return index(overlaps.reduce(joined));
    case "macro":
      return weightedMean(
        overlaps.map(index),
        overlaps.map(() => 1),
      );
    case "weighted": {
      const truths = overlaps.map(({ truth }) => truth);
      return truths.some((truth) => truth > 0) ? weightedMean(overlaps.map(index), truths) : zeroDivision;
    }
    default: {
      const rule = "average must be binary, macro, weighted, micro or samples";
      throw new UsageError({ op: "jaccardScore", rule, got: String(average satisfies never) });
    }
  }
}

/** The labels that occur; of rows, their columns. */
function classesOf({ rows, isIndicator }: LabelRows): Label[] {
  if (isIndicator) return Array.from(rows[0]?.[0] ?? [], (_, j) => j);
  return [...new Set(rows.flatMap(([p, t]) => [...p, ...t]))];
}

/** The sample's membership of a class: of rows, what stands in its column. */
const isOf = (row: readonly Label[], label: Label, isIndicator: boolean) =>
  isIndicator ? row[Number(label)] === 1 : row[0] === label;

function overlapOf({ rows, weights, isIndicator }: LabelRows, label: Label): Overlap {
  return rows
    .map(([p, t], i) => countPair(isOf(p, label, isIndicator), isOf(t, label, isIndicator), weights[i] ?? 0))
    .reduce(joined);
}

function countPair(isPredicted: boolean, isTrue: boolean, weight: number): Overlap {
  return {
    both: isPredicted && isTrue ? weight : 0,
    either: isPredicted || isTrue ? weight : 0,
    truth: isTrue ? weight : 0,
  };
}

const joined = (a: Overlap, b: Overlap): Overlap => ({
  both: a.both + b.both,
  either: a.either + b.either,
  truth: a.truth + b.truth,
});

function bySample({ rows, weights, isIndicator }: LabelRows, index: (overlap: Overlap) => number): number {
  if (!isIndicator) {
    const rule = '"samples" needs rows of 0s and 1s';
    throw new UsageError({ op: "jaccardScore", rule, got: "a label for each sample", hint: 'average: "macro"' });
  }
  const values = rows.map(([p, t]) => index(p.map((x, j) => countPair(x === 1, t[j] === 1, 1)).reduce(joined)));
  return weightedMean(values, weights);
}

function binaryClass({ isIndicator }: LabelRows, classes: readonly Label[], positive: Label): Label {
  if (!isIndicator && (classes.length < 2 || (classes.length === 2 && classes.includes(positive)))) return positive;
  const got = isIndicator ? "rows" : `labels ${classes.join(", ")} without ${positive}, or more than two`;
  const hint = 'average: "macro", or set positiveLabel';
  throw new UsageError({ op: "jaccardScore", rule: '"binary" needs two classes, one positive', got, hint });
}
