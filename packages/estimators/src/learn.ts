/** @file One linear model by the options of an estimator: the rule of its steps, what it is trained and judged on. */
import { type RandomKey, ShapeError } from "@adjoint/core";
import { type StepRule, startingAt, type Trajectory } from "./descent.ts";
import type { HoldOut } from "./hold-out.ts";
import { countTo, hostRandom } from "./host-random.ts";
import type { Matrix } from "./input.ts";
import type { Resolved, SGDOptions } from "./options.ts";
import type { SampleLoss } from "./sample-losses.ts";
import { SCHEDULES } from "./schedule.ts";
import { decisions, type LinearModel } from "./scores.ts";
import { type Trained, train } from "./train.ts";

/** How good the decisions for held out samples are. */
export type Judge = (decisions: Float64Array, targets: Float64Array, weights: Float64Array) => number;

export interface Lesson {
  readonly matrix: Matrix;
  readonly targets: Float64Array;
  /** Factors of the samples' steps. */
  readonly stepWeights: Float64Array;
  /** Factors of the samples in the score. */
  readonly scoreWeights: Float64Array;
  readonly start: Trajectory;
  /** The number of the first step. */
  readonly t: number;
  readonly maxIter: number;
  readonly key: RandomKey;
  /** Which stream under the key decides the order of samples. */
  readonly stream: number;
  /** What early stopping looks at; undefined without it. */
  readonly heldOut: HoldOut | undefined;
  readonly judge: Judge;
}

/** @throws {UsageError} if weights overflow. */
export function learn(op: string, options: Resolved<SGDOptions>, loss: SampleLoss, lesson: Lesson): Trained {
  const { matrix, targets, stepWeights, start, t, maxIter, key, stream, heldOut } = lesson;
  const { tol, nIterNoChange } = options;
  return train({
    op,
    samples: { x: matrix.data, features: matrix.columns, targets, weights: stepWeights },
    rule: stepRule(options, loss),
    start,
    t,
    order: heldOut?.train ?? countTo(matrix.rows),
    random: options.shuffle ? hostRandom(key, stream) : undefined,
    stopping: { maxIter, tol, nIterNoChange },
    score: heldOut && scoreOn(heldOut.held, lesson),
  });
}

function stepRule(options: Resolved<SGDOptions>, loss: SampleLoss): StepRule {
  const { penalty, alpha, l1Ratio, fitIntercept, learningRate, eta0, powerT, average } = options;
  const l1Share = penalty === "l1" ? 1 : penalty === "elasticnet" ? l1Ratio : 0;
  return {
    loss,
    schedule: SCHEDULES[learningRate]({ eta0, powerT, alpha, loss }),
    alpha,
    l1Share,
    l2Share: penalty === null ? 0 : 1 - l1Share,
    fitIntercept,
    averageFrom: Number(average),
  };
}

function scoreOn(held: Uint32Array, { matrix, targets, scoreWeights, judge }: Lesson): (model: Trajectory) => number {
  const { columns, data } = matrix;
  const rows = new Float64Array(held.length * columns);
  held.forEach((row, i) => {
    rows.set(data.subarray(row * columns, (row + 1) * columns), i * columns);
  });
  const seen: Matrix = { rows: held.length, columns, data: rows };
  const heldTargets = Float64Array.from(held, (row) => targets[row] as number);
  const weights = Float64Array.from(held, (row) => scoreWeights[row] as number);
  return (model) => judge(decisions(seen, model.weights, model.intercept), heldTargets, weights);
}

/** The weights and the intercept that count: averaged ones as soon as there are some. */
export function resultOf(
  { weights, intercept, averageWeights, averageIntercept }: Trajectory,
  average: boolean | number,
  t: number,
): LinearModel {
  const from = Number(average);
  const isAveraged = from > 0 && from <= t - 1;
  return isAveraged ? { weights: averageWeights, intercept: averageIntercept } : { weights, intercept };
}

/**
 * The models that training starts from, if the user gives their coefficients or intercepts.
 * @throws {ShapeError} if there are not `models` rows of `features`, or not `models` intercepts.
 */
export function givenStarts(
  op: string,
  models: number,
  features: number,
  coef: Matrix | undefined,
  intercepts: Float64Array | undefined,
): Trajectory[] | undefined {
  if (coef === undefined && intercepts === undefined) return undefined;
  if (coef !== undefined && (coef.rows !== models || coef.columns !== features)) {
    const got = `[${coef.rows}, ${coef.columns}]`;
    throw new ShapeError({ op, rule: `coefInit must have ${models} x ${features} numbers`, got });
  }
  if (intercepts !== undefined && intercepts.length !== models) {
    throw new ShapeError({ op, rule: `interceptInit must have ${models} numbers`, got: String(intercepts.length) });
  }
  return Array.from({ length: models }, (_, i) => {
    const weights = coef?.data.slice(i * features, (i + 1) * features) ?? new Float64Array(features);
    return startingAt(weights, intercepts?.[i] ?? 0);
  });
}

/** @throws {ShapeError} if samples have not as many features as those that were learned from. */
export function checkFeatures(op: string, matrix: Matrix, features: number): void {
  if (matrix.columns === features) return;
  const rule = "X must have as many features as the samples that were learned from";
  throw new ShapeError({ op, rule, got: `${matrix.columns} in place of ${features}` });
}
