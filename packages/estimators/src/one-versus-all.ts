/** @file Classes by linear models: one that parts the second class from the first, or one for each of more classes. */
import { classFactors } from "./class-weights.ts";
import { atOrigin, type Trajectory } from "./descent.ts";
import { type HoldOut, holdOut } from "./hold-out.ts";
import { hostRandom, keyOfState } from "./host-random.ts";
import type { Matrix } from "./input.ts";
import type { Label } from "./labels.ts";
import { learn } from "./learn.ts";
import type { Resolved, SGDClassifierOptions } from "./options.ts";
import { CLASSIFICATION_LOSSES } from "./sample-losses.ts";
import type { Samples } from "./samples.ts";
import { decisions, type LinearModel, weightedMean } from "./scores.ts";
import type { Trained } from "./train.ts";

/** What models of classes learn from: the targets are the numbers of the classes. */
export interface ClassLesson {
  readonly samples: Samples<Uint32Array>;
  readonly classes: readonly Label[];
  readonly starts: readonly Trajectory[] | undefined;
  readonly t: number;
  readonly maxIter: number;
}

/** How many linear models tell so many classes apart. */
export function modelCount(classes: number): number {
  return classes === 2 ? 1 : classes;
}

/**
 * Trains each model on its class (1) against the others (−1).
 * @throws {ShapeError} if early stopping would have too few samples. @throws {UsageError} if weights overflow.
 */
export function learnClasses(op: string, options: Resolved<SGDClassifierOptions>, lesson: ClassLesson): Trained[] {
  const { samples, classes, starts, t, maxIter } = lesson;
  const { matrix, targets: classOf, weights } = samples;
  const factors = classFactors(op, options.classWeight, classes, classOf);
  const key = keyOfState(options.randomState);
  const heldOut = options.earlyStopping ? heldOutOf(op, options, classOf, key) : undefined;
  const loss = CLASSIFICATION_LOSSES[options.loss](options.epsilon);
  return Array.from({ length: modelCount(classes.length) }, (_, i) => {
    const positive = classes.length === 2 ? 1 : i;
    const otherFactor = classes.length === 2 ? (factors[0] ?? 1) : 1;
    const factorOf = (label: number): number => (label === positive ? (factors[positive] ?? 1) : otherFactor);
    return learn(op, options, loss, {
      matrix,
      targets: Float64Array.from(classOf, (label) => (label === positive ? 1 : -1)),
      stepWeights: weights.map((weight, n) => weight * factorOf(classOf[n] as number)),
      scoreWeights: weights,
      start: starts?.[i] ?? atOrigin(matrix.columns),
      t,
      maxIter,
      key,
      stream: 1 + i,
      heldOut,
      judge: (values, targets, held) => signAccuracy(op, values, targets, held),
    });
  });
}

function heldOutOf(
  op: string,
  { validationFraction }: Resolved<SGDClassifierOptions>,
  classOf: Uint32Array,
  key: Parameters<typeof hostRandom>[0],
): HoldOut {
  return holdOut(op, classOf.length, validationFraction, hostRandom(key, 0), classOf);
}

function signAccuracy(op: string, values: Float64Array, targets: Float64Array, weights: Float64Array): number {
  const hits = values.map((value, i) => (value > 0 === (targets[i] as number) > 0 ? 1 : 0));
  return weightedMean(op, hits, weights);
}

/** The decisions of each model for each sample: a row for a sample. */
export function decisionRows(matrix: Matrix, models: readonly LinearModel[]): number[][] {
  const columns = models.map(({ weights, intercept }) => decisions(matrix, weights, intercept));
  return Array.from({ length: matrix.rows }, (_, i) => columns.map((column) => column[i] as number));
}

/** The number of the class that decisions speak for: the first of the largest. */
export function classOfDecisions(row: readonly number[]): number {
  const [only = 0] = row;
  return row.length === 1 ? Number(only > 0) : row.indexOf(Math.max(...row));
}
