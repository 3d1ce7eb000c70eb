/** @file What metrics are given: numbers on the host, of one output or of several. */
import { ShapeError, UsageError } from "@adjoint/core";

/** A number for each sample; or, for several outputs, a row for each sample. Arrays or typed arrays, as `data()` gives them. */
export type Outputs = ArrayLike<number> | readonly ArrayLike<number>[];

export interface SampleWeightOptions {
  /** How much each sample counts. Default 1 for all. */
  readonly sampleWeight?: ArrayLike<number> | undefined;
}

/** Predictions and targets, an array for each output. */
export interface Pairs {
  readonly predictions: readonly Float64Array[];
  readonly targets: readonly Float64Array[];
  readonly weights: Float64Array;
}

/**
 * @throws {ShapeError} if there are no samples, or the shapes differ.
 * @throws {UsageError} if a number is NaN or infinite, or weights are negative or all 0.
 */
export function readPairs(op: string, prediction: Outputs, target: Outputs, options: SampleWeightOptions): Pairs {
  const predictions = columnsOf(op, "prediction", prediction);
  const targets = columnsOf(op, "target", target);
  const weights = readWeights(op, options.sampleWeight, prediction.length);
  if (prediction.length !== target.length || predictions.length !== targets.length) {
    const shape = (columns: readonly Float64Array[]) => `[${columns[0]?.length}, ${columns.length}]`;
    throw new ShapeError({
      op,
      rule: "shapes must be equal",
      got: `prediction=${shape(predictions)}, target=${shape(targets)}`,
      hint: "they are written [samples, outputs]",
    });
  }
  return { predictions, targets, weights };
}

/** @throws {UsageError} if there is more than one output. */
export function readSingle(
  op: string,
  prediction: Outputs,
  target: Outputs,
  options: SampleWeightOptions,
): { readonly prediction: Float64Array; readonly target: Float64Array; readonly weights: Float64Array } {
  const { predictions, targets, weights } = readPairs(op, prediction, target, options);
  const [p, t] = [predictions[0], targets[0]];
  if (p !== undefined && t !== undefined && predictions.length === 1) return { prediction: p, target: t, weights };
  throw new ShapeError({
    op,
    rule: "takes one output",
    got: `${predictions.length}`,
    hint: "call it for each of them",
  });
}

/** The arrays of the outputs. */
export function columnsOf(op: string, name: string, values: Outputs): Float64Array[] {
  const first = values[0];
  if (first === undefined) throw new ShapeError({ op, rule: `${name} needs at least one sample`, got: "none" });
  if (typeof first === "number") return [finite(op, name, values as ArrayLike<number>)];
  const rows = Array.from(values as readonly ArrayLike<number>[]);
  const count = first.length;
  const odd = rows.findIndex((row) => row.length !== count);
  if (odd >= 0 || count === 0) {
    const got = count === 0 ? "none" : `${count} and, in row ${odd}, ${rows[odd]?.length}`;
    throw new ShapeError({ op, rule: `rows of ${name} must have equally many numbers, one at least`, got });
  }
  return Array.from({ length: count }, (_, j) =>
    finite(
      op,
      name,
      rows.map((row) => row[j] ?? Number.NaN),
    ),
  );
}

function finite(op: string, name: string, values: ArrayLike<number>): Float64Array {
  const numbers = Float64Array.from(values);
  const at = numbers.findIndex((x) => !Number.isFinite(x));
  if (at < 0) return numbers;
  throw new UsageError({
    op,
    rule: `${name} must be finite`,
    got: `${numbers[at]} at sample ${at}`,
    hint: "leave it out",
  });
}

/** Ones if none are given. */
export function readWeights(op: string, given: ArrayLike<number> | undefined, count: number): Float64Array {
  if (given === undefined) return new Float64Array(count).fill(1);
  if (given.length !== count) {
    throw new ShapeError({
      op,
      rule: "sampleWeight needs a number for each sample",
      got: `${given.length} for ${count}`,
    });
  }
  const weights = Float64Array.from(given);
  const at = weights.findIndex((w) => !(w >= 0 && w < Number.POSITIVE_INFINITY));
  if (at >= 0) {
    const rule = "sampleWeight must be finite and not negative";
    throw new UsageError({ op, rule, got: `${weights[at]} at sample ${at}`, hint: "0 leaves a sample out" });
  }
  if (weights.some((w) => w > 0)) return weights;
  throw new UsageError({ op, rule: "sampleWeight must not be 0 for all samples", got: `${count} times 0` });
}
