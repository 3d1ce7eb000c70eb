/** @file What users set: names and ranges, as scikit-learn documents them, in camelCase. */
import type { MarginLoss, RegressionLoss } from "./sample-losses.ts";
import type { LearningRate } from "./schedule.ts";

export type Penalty = "l2" | "l1" | "elasticnet" | null;

/** What both estimators can be told. A missing one, or undefined, means its default. */
export interface SGDOptions {
  /** What keeps weights small. "l2": α |w|² / 2; "l1": α |w|₁; "elasticnet": both, by `l1Ratio`. Default "l2". */
  readonly penalty?: Penalty | undefined;
  /** α, the strength of the penalty; the rate "optimal" depends on it as well. At least 0. Default 1e-4. */
  readonly alpha?: number | undefined;
  /** The share of L1 in "elasticnet", in [0, 1]. Default 0.15. */
  readonly l1Ratio?: number | undefined;
  /** Whether there is an intercept. Without one it stays 0. Default true. */
  readonly fitIntercept?: boolean | undefined;
  /** The largest number of passes of `fit` over the samples. Default 1000. */
  readonly maxIter?: number | undefined;
  /**
   * `fit` ends when for `nIterNoChange` passes in a row the mean loss was not below the best one by more than this, or, with
   * `earlyStopping`, the score not above it. Null makes all passes. Default 1e-3.
   */
  readonly tol?: number | null | undefined;
  /** Whether each pass takes the samples in another order. Default true. */
  readonly shuffle?: boolean | undefined;
  /**
   * The seed of that order and of what is held out. Null draws from the global generator, so that `manualSeed` decides. The
   * numbers are not those that scikit-learn draws under the same seed. Default null.
   */
  readonly randomState?: number | null | undefined;
  /** ε of "huber" and of the insensitive losses. At least 0. Default 0.1. */
  readonly epsilon?: number | undefined;
  /**
   * The length of step t. "constant": eta0; "invscaling": eta0 / t^powerT; "optimal": 1 / (α (t₀ + t − 1)), t₀ after Bottou;
   * "adaptive": eta0, a fifth of that whenever training would end, down to 1e-6.
   * Default "invscaling" for the regressor, "optimal" for the classifier.
   */
  readonly learningRate?: LearningRate | undefined;
  /** The initial rate. Above 0 unless the rate is "optimal", which has its own. Default 0.01. */
  readonly eta0?: number | undefined;
  /** The exponent of "invscaling". Default 0.25 for the regressor, 0.5 for the classifier. */
  readonly powerT?: number | undefined;
  /** Whether to hold samples out and to stop by the score on them. Default false. */
  readonly earlyStopping?: boolean | undefined;
  /** The share that is held out, in (0, 1). Default 0.1. */
  readonly validationFraction?: number | undefined;
  /** Passes without improvement before the end. Default 5. */
  readonly nIterNoChange?: number | undefined;
  /** Whether `fit` starts from the weights of the last one. Default false. */
  readonly warmStart?: boolean | undefined;
  /** Whether the result is the mean of the weights over all steps, or over those from this number on. Default false. */
  readonly average?: boolean | number | undefined;
}

export interface SGDRegressorOptions extends SGDOptions {
  /** Default "squared_error", half the square of the error. */
  readonly loss?: RegressionLoss | undefined;
}

/** Factors of the classes' samples: a map, or an object whose keys are the classes written out. */
export type ClassWeight =
  | "balanced"
  | ReadonlyMap<number | string | boolean, number>
  | Readonly<Record<string, number>>
  | null;

export interface SGDClassifierOptions extends SGDOptions {
  /** Default "hinge", a linear support vector machine; "log_loss" is logistic regression. */
  readonly loss?: MarginLoss | RegressionLoss | undefined;
  /** Factors of the classes' samples; "balanced" takes n / (classes · samples of the class). Default null: all 1. */
  readonly classWeight?: ClassWeight | undefined;
}

/** Options with none missing. */
export type Resolved<O> = { readonly [K in keyof O]-?: Exclude<O[K], undefined> };

export const SGD_DEFAULTS = {
  penalty: "l2",
  alpha: 1e-4,
  l1Ratio: 0.15,
  fitIntercept: true,
  maxIter: 1000,
  tol: 1e-3,
  shuffle: true,
  randomState: null,
  epsilon: 0.1,
  learningRate: "optimal",
  eta0: 0.01,
  powerT: 0.5,
  earlyStopping: false,
  validationFraction: 0.1,
  nIterNoChange: 5,
  warmStart: false,
  average: false,
} as const satisfies Resolved<SGDOptions>;
