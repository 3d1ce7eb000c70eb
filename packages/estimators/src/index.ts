/** @file The door of `estimators`. */
export type { Column, Rows } from "./input.ts";
export type { Label, Labels } from "./labels.ts";
export type {
  ClassWeight,
  Penalty,
  Resolved,
  SGDClassifierOptions,
  SGDOptions,
  SGDRegressorOptions,
} from "./options.ts";
export type { MarginLoss, RegressionLoss } from "./sample-losses.ts";
export type { SampleOptions } from "./samples.ts";
export type { LearningRate } from "./schedule.ts";
export { type FitClassifierOptions, type PartialFitClassifierOptions, SGDClassifier } from "./sgd-classifier.ts";
export { type FitRegressorOptions, SGDRegressor } from "./sgd-regressor.ts";
