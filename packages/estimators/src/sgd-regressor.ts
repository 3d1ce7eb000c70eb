/** @file Linear regression by stochastic gradient descent. */
import { type RandomKey, ShapeError } from "@adjoint/core";
import { atOrigin, startingAt, type Trajectory } from "./descent.ts";
import { Estimator } from "./estimator.ts";
import { checkFitted, checkPartialFit, type Fitted, fittedBy } from "./fitted.ts";
import { type HoldOut, holdOut } from "./hold-out.ts";
import { hostRandom, keyOfState } from "./host-random.ts";
import { type Column, type Matrix, type Rows, readColumn, readMatrix } from "./input.ts";
import { checkFeatures, givenStarts, learn } from "./learn.ts";
import { type Resolved, SGD_DEFAULTS, type SGDRegressorOptions } from "./options.ts";
import { REGRESSION_LOSSES } from "./sample-losses.ts";
import { readSamples, type SampleOptions, type Samples } from "./samples.ts";
import { decisions, type LinearModel, rSquared } from "./scores.ts";

const DEFAULTS: Resolved<SGDRegressorOptions> = {
  ...SGD_DEFAULTS,
  loss: "squared_error",
  learningRate: "invscaling",
  powerT: 0.25,
};

export interface FitRegressorOptions extends SampleOptions {
  /** Coefficients to start from, [features]. Default 0, or those of the last fit with `warmStart`. */
  readonly coefInit?: Column | undefined;
  /** The intercept to start from, as an array of one. Default as for the coefficients. */
  readonly interceptInit?: Column | undefined;
}

/**
 * A linear model, y ≈ X · coef + intercept, that minimises a loss and a penalty by stochastic gradient descent: after each
 * sample, it goes a step against the gradient at that sample.
 *
 * Options, defaults and results are those of scikit-learn's class of this name. It works in double precision on the host,
 * one sample after the other, whatever the backend. A long `fit` keeps its thread busy: in a page, call it in a worker.
 *
 * Numerics: with `shuffle: false`, the weights of scikit-learn 1.2.1 to about 1e-12 of them, with two exceptions. Averages
 * under an L1 penalty are those of the weights after each step, where scikit-learn moves past ones, too. And there is no
 * warning if `maxIter` ends `fit`: `converged` says so.
 *
 * Bad input: data that are NaN or infinite, options that are not in their range, and weights that overflow are refused with
 * a `UsageError`, shapes that do not fit with a `ShapeError`. A refused call leaves the model as it was.
 * @see scikit-learn's user guide, section "Stochastic Gradient Descent"; Bottou (2012), Stochastic Gradient Descent Tricks
 * @example
 * const model = new estimators.SGDRegressor({ randomState: 0 });
 * await model.fit([[0], [1], [2]], [1, 3, 5]);
 * await model.predict([[3]]); // [6.326…]: the penalty and the tolerance keep it from 7
 */
export class SGDRegressor extends Estimator<SGDRegressorOptions, Fitted> {
  /** @throws {UsageError} if an option is unknown or out of its range. */
  constructor(options: SGDRegressorOptions = {}) {
    super({ name: "SGDRegressor", defaults: DEFAULTS, losses: Object.keys(REGRESSION_LOSSES) }, options);
  }

  /**
   * Learns from samples, from the beginning unless `warmStart` is set.
   *
   * Shapes: X [samples, features], y [samples].
   * @throws {ShapeError} if shapes do not fit, or early stopping would have too few samples.
   * @throws {UsageError} if a number is not finite, a weight of a sample negative, or the model overflows.
   */
  async fit(X: Rows, y: Column, options: FitRegressorOptions = {}): Promise<this> {
    const op = "SGDRegressor.fit";
    const { coefInit, interceptInit } = options;
    const [samples, coef, intercept] = await Promise.all([
      this.#read(op, X, y, options),
      coefInit && readColumn(op, "coefInit", coefInit),
      interceptInit && readColumn(op, "interceptInit", interceptInit),
    ]);
    const row = coef && { rows: 1, columns: coef.length, data: coef };
    const given = givenStarts(op, 1, samples.matrix.columns, row, intercept)?.[0];
    this.#learn(op, samples, given ?? this.#warmStart(), 1, this.options.maxIter);
    return this;
  }

  /**
   * Goes on learning: one pass over these samples, from where the last call ended. The rate goes on falling, too.
   *
   * Shapes: X [samples, features], y [samples].
   * @throws {ShapeError} if shapes do not fit. @throws {UsageError} as `fit`, and with `earlyStopping`.
   */
  async partialFit(X: Rows, y: Column, options: SampleOptions = {}): Promise<this> {
    const op = "SGDRegressor.partialFit";
    checkPartialFit(op, this.options.earlyStopping);
    const samples = await this.#read(op, X, y, options);
    this.#learn(op, samples, this.fitted?.models[0], this.fitted?.t ?? 1, 1);
    return this;
  }

  /**
   * X · coef + intercept.
   *
   * Shapes: X [samples, features] → [samples].
   * @throws {ShapeError} if X has other features than what was learned from. @throws {UsageError} before `fit`.
   */
  async predict(X: Rows): Promise<number[]> {
    const op = "SGDRegressor.predict";
    this.state("predict");
    return Array.from(this.#predict(op, await readMatrix(op, "X", X)));
  }

  /**
   * R² of the predictions: 1 at best, 0 for a model that always predicts the mean of `y`.
   *
   * Shapes: X [samples, features], y [samples].
   * @throws {ShapeError} if shapes do not fit, or there are fewer than two samples. @throws {UsageError} before `fit`.
   */
  async score(X: Rows, y: Column, options: SampleOptions = {}): Promise<number> {
    const op = "SGDRegressor.score";
    this.state("score");
    const { matrix, targets, weights } = await this.#read(op, X, y, options);
    return rSquared(op, this.#predict(op, matrix), targets, weights);
  }

  /** One coefficient for each feature. @throws {UsageError} before `fit`. */
  get coef(): number[] {
    return Array.from(this.#result("SGDRegressor.coef").weights);
  }

  #read(op: string, X: Rows, y: Column, options: SampleOptions): Promise<Samples<Float64Array>> {
    return readSamples(op, X, () => readColumn(op, "y", y), options);
  }

  #learn(
    op: string,
    { matrix, targets, weights }: Samples<Float64Array>,
    start: Trajectory | undefined,
    t: number,
    maxIter: number,
  ): void {
    if (start !== undefined) checkFeatures(op, matrix, start.weights.length);
    const options = this.options;
    const key = keyOfState(options.randomState);
    const trained = learn(op, options, REGRESSION_LOSSES[options.loss](options.epsilon), {
      matrix,
      targets,
      stepWeights: weights,
      scoreWeights: weights,
      start: start ?? atOrigin(matrix.columns),
      t,
      maxIter,
      key,
      stream: 1,
      heldOut: this.#holdOut(op, matrix.rows, key),
      judge: (predictions, held, heldWeights) => rSquared(op, predictions, held, heldWeights),
    });
    this.fitted = fittedBy([trained], matrix.rows, t, options.average);
  }

  #holdOut(op: string, count: number, key: RandomKey): HoldOut | undefined {
    const { earlyStopping, validationFraction } = this.options;
    if (!earlyStopping) return undefined;
    const parts = holdOut(op, count, validationFraction, hostRandom(key, 0));
    if (parts.held.length >= 2) return parts;
    const hint = "raise validationFraction, add samples, or leave earlyStopping out";
    throw new ShapeError({ op, rule: "R² needs two samples to be held out", got: "1", hint });
  }

  #warmStart(): Trajectory | undefined {
    if (!this.options.warmStart || this.fitted === undefined) return undefined;
    const { weights, intercept } = this.#result("SGDRegressor.fit");
    return startingAt(weights, intercept);
  }

  #predict(op: string, matrix: Matrix): Float64Array {
    const { weights, intercept } = this.#result(op);
    checkFeatures(op, matrix, weights.length);
    return decisions(matrix, weights, intercept);
  }

  #result(op: string): LinearModel {
    const [result] = checkFitted(op, this.fitted).results;
    return checkFitted(op, result);
  }
}
