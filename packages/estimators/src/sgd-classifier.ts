/** @file Linear classification by stochastic gradient descent. */

import { checkClasses, checkSameClasses, knownClasses } from "./class-list.ts";
import { checkUnbalanced } from "./class-weights.ts";
import { startingAt, type Trajectory } from "./descent.ts";
import { Estimator } from "./estimator.ts";
import { checkFitted, checkPartialFit, type Fitted, fittedBy } from "./fitted.ts";
import { type Column, type Rows, readColumn, readMatrix } from "./input.ts";
import { classesOf, classNumbers, type Label, type Labels, readLabels } from "./labels.ts";
import { checkFeatures, givenStarts } from "./learn.ts";
import { classOfDecisions, decisionRows, learnClasses, modelCount } from "./one-versus-all.ts";
import { type Resolved, SGD_DEFAULTS, type SGDClassifierOptions } from "./options.ts";
import { linkOf, probabilitiesOf } from "./probabilities.ts";
import { CLASSIFICATION_LOSSES } from "./sample-losses.ts";
import { readSamples, type SampleOptions, type Samples } from "./samples.ts";
import { weightedMean } from "./scores.ts";

const DEFAULTS: Resolved<SGDClassifierOptions> = { ...SGD_DEFAULTS, loss: "hinge", classWeight: null };

export interface FitClassifierOptions extends SampleOptions {
  /** Coefficients to start from, a row for each of `coef`. Default 0, or those of the last fit with `warmStart`. */
  readonly coefInit?: Rows | undefined;
  /** Intercepts to start from. Default as for the coefficients. */
  readonly interceptInit?: Column | undefined;
}

export interface PartialFitClassifierOptions<L extends Label> extends SampleOptions {
  /** All classes that will ever be seen. The first call needs them. */
  readonly classes?: Labels<L> | undefined;
}

/** What was learned of which classes. */
interface FittedClasses<L> extends Fitted {
  readonly classes: readonly L[];
}

/**
 * A linear classifier that minimises a loss and a penalty by stochastic gradient descent. The default is a linear support
 * vector machine; `loss: "log_loss"` is logistic regression. More than two classes are learned one against all others.
 *
 * Labels are numbers, strings or booleans (`new SGDClassifier<string>()`). All else is as for `SGDRegressor`: options and
 * results are scikit-learn's, work is done in double precision on the host, bad input is refused with a typed error.
 * @see scikit-learn's user guide, section "Stochastic Gradient Descent"
 * @example
 * const model = new estimators.SGDClassifier({ randomState: 0 });
 * await model.fit([[-2], [-1], [1], [2]], [0, 0, 1, 1]);
 * await model.predict([[-3], [3]]); // [0, 1]
 */
export class SGDClassifier<L extends Label = number> extends Estimator<SGDClassifierOptions, FittedClasses<L>> {
  /** @throws {UsageError} if an option is unknown or out of its range. */
  constructor(options: SGDClassifierOptions = {}) {
    super({ name: "SGDClassifier", defaults: DEFAULTS, losses: Object.keys(CLASSIFICATION_LOSSES) }, options);
  }

  /**
   * Learns from samples, from the beginning unless `warmStart` is set.
   *
   * Shapes: X [samples, features], y [samples].
   * @throws {ShapeError} if shapes do not fit, there is one class alone, or early stopping would have too few samples.
   * @throws {UsageError} if a number is not finite, a weight negative, or the model overflows.
   * @throws {DTypeError} if labels are of several kinds.
   */
  async fit(X: Rows, y: Labels<L>, options: FitClassifierOptions = {}): Promise<this> {
    const op = "SGDClassifier.fit";
    const { coefInit, interceptInit } = options;
    const [samples, coef, intercepts] = await Promise.all([
      this.#read(op, X, y, options),
      coefInit && readMatrix(op, "coefInit", coefInit),
      interceptInit && readColumn(op, "interceptInit", interceptInit),
    ]);
    const classes = classesOf(samples.targets);
    checkClasses(op, classes);
    const given = givenStarts(op, modelCount(classes.length), samples.matrix.columns, coef, intercepts);
    this.#learn(op, samples, classes, given ?? this.#warmStart(op, classes), 1, this.options.maxIter);
    return this;
  }

  /**
   * Goes on learning: one pass over these samples, from where the last call ended. The first call needs `classes`.
   *
   * Shapes: X [samples, features], y [samples].
   * @throws {ShapeError} if shapes do not fit. @throws {DTypeError} if labels are of several kinds.
   * @throws {UsageError} as `fit`, with `earlyStopping` or balanced classes, and for other classes than those of the first.
   */
  async partialFit(X: Rows, y: Labels<L>, options: PartialFitClassifierOptions<L> = {}): Promise<this> {
    const op = "SGDClassifier.partialFit";
    checkPartialFit(op, this.options.earlyStopping);
    checkUnbalanced(op, this.options.classWeight);
    const [samples, named] = await Promise.all([
      this.#read(op, X, y, options),
      options.classes && readLabels(op, "classes", options.classes),
    ]);
    const classes = knownClasses(op, this.fitted?.classes, named && classesOf(named));
    checkClasses(op, classes);
    this.#learn(op, samples, classes, this.fitted?.models, this.fitted?.t ?? 1, 1);
    return this;
  }

  /**
   * The class of each sample.
   *
   * Shapes: X [samples, features] → [samples].
   * @throws {ShapeError} if X has other features than what was learned from. @throws {UsageError} before `fit`.
   */
  async predict(X: Rows): Promise<L[]> {
    const op = "SGDClassifier.predict";
    const { classes } = this.state("predict");
    return (await this.#decide(op, X)).map((row) => classes[classOfDecisions(row)] as L);
  }

  /**
   * How far each sample is on a class's side: above 0 speaks for it.
   *
   * Shapes: X [samples, features] → [samples] for two classes, of the second one; else [samples, classes].
   * @throws {ShapeError} if X has other features than what was learned from. @throws {UsageError} before `fit`.
   */
  async decisionFunction(X: Rows): Promise<number[] | number[][]> {
    const rows = await this.#decide("SGDClassifier.decisionFunction", X);
    return this.classes.length === 2 ? rows.map(([decision]) => decision as number) : rows;
  }

  /**
   * The probability of each class, in the order of `classes`, for "log_loss" and "modified_huber".
   *
   * Shapes: X [samples, features] → [samples, classes].
   * @throws {ShapeError} if X has other features than what was learned from.
   * @throws {UsageError} before `fit`, and for other losses.
   */
  async predictProba(X: Rows): Promise<number[][]> {
    const op = "SGDClassifier.predictProba";
    const link = linkOf(op, this.options.loss);
    return (await this.#decide(op, X)).map((row) => probabilitiesOf(link, row));
  }

  /** The logarithms of `predictProba`; −Infinity for a probability of 0. @throws as `predictProba`. */
  async predictLogProba(X: Rows): Promise<number[][]> {
    return (await this.predictProba(X)).map((row) => row.map(Math.log));
  }

  /**
   * The share of samples whose class is predicted, by weights.
   *
   * Shapes: X [samples, features], y [samples].
   * @throws {ShapeError} if shapes do not fit. @throws {UsageError} before `fit`.
   */
  async score(X: Rows, y: Labels<L>, options: SampleOptions = {}): Promise<number> {
    const op = "SGDClassifier.score";
    const { classes } = this.state("score");
    const [samples, rows] = await Promise.all([this.#read(op, X, y, options), this.#decide(op, X)]);
    const hits = samples.targets.map((label, i) => Number(classes[classOfDecisions(rows[i] ?? [])] === label));
    return weightedMean(op, hits, samples.weights);
  }

  /** The classes, ascending. @throws {UsageError} before `fit`. */
  get classes(): L[] {
    return [...this.state("classes").classes];
  }

  /** A row of coefficients for two classes; else one for each class. @throws {UsageError} before `fit`. */
  get coef(): number[][] {
    return this.state("coef").results.map(({ weights }) => Array.from(weights));
  }

  #read(op: string, X: Rows, y: Labels<L>, options: SampleOptions): Promise<Samples<L[]>> {
    return readSamples(op, X, () => readLabels(op, "y", y), options);
  }

  #learn(
    op: string,
    { matrix, targets, weights }: Samples<L[]>,
    classes: readonly L[],
    starts: readonly Trajectory[] | undefined,
    t: number,
    maxIter: number,
  ): void {
    const features = starts?.[0]?.weights.length ?? matrix.columns;
    checkFeatures(op, matrix, features);
    const samples = { matrix, targets: classNumbers(op, targets, classes), weights };
    const trained = learnClasses(op, this.options, { samples, classes, starts, t, maxIter });
    this.fitted = { ...fittedBy(trained, matrix.rows, t, this.options.average), classes };
  }

  #warmStart(op: string, classes: readonly L[]): Trajectory[] | undefined {
    if (!this.options.warmStart || this.fitted === undefined) return undefined;
    checkSameClasses(op, this.fitted.classes, classes);
    return this.fitted.results.map(({ weights, intercept }) => startingAt(weights, intercept));
  }

  async #decide(op: string, X: Rows): Promise<number[][]> {
    checkFitted(op, this.fitted);
    const matrix = await readMatrix(op, "X", X);
    const { results } = checkFitted(op, this.fitted);
    checkFeatures(op, matrix, results[0]?.weights.length ?? 0);
    return decisionRows(matrix, results);
  }
}
