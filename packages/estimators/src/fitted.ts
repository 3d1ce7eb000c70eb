/** @file What an estimator has learned. */
import { UsageError } from "@adjoint/core";
import type { Trajectory } from "./descent.ts";
import { resultOf } from "./learn.ts";
import type { LinearModel } from "./scores.ts";
import type { Trained } from "./train.ts";

export interface Fitted {
  /** Where training stands: one model for a regressor and for two classes, one for each of more classes. */
  readonly models: readonly Trajectory[];
  /** What predicts: the same, or averages. */
  readonly results: readonly LinearModel[];
  /** The number of the next step. */
  readonly t: number;
  readonly nIter: number;
  readonly converged: boolean;
}

/** What training has led to, from step `t` on. */
export function fittedBy(trained: readonly Trained[], samples: number, t: number, average: boolean | number): Fitted {
  const nIter = trained.reduce((most, { epochs }) => Math.max(most, epochs), 0);
  const next = t + nIter * samples;
  const models = trained.map(({ model }) => model);
  return {
    models,
    results: models.map((model) => resultOf(model, average, next)),
    t: next,
    nIter,
    converged: trained.every(({ converged }) => converged),
  };
}

/** @throws {UsageError} if nothing has been learned yet. */
export function checkFitted<T>(op: string, fitted: T | undefined): T {
  if (fitted !== undefined) return fitted;
  throw new UsageError({ op, rule: "the model must be fitted", got: "one that is not", hint: "await fit(X, y) first" });
}

/** `partialFit` sees too little to stop by. */
export function checkPartialFit(op: string, earlyStopping: boolean): void {
  if (!earlyStopping) return;
  const hint = "score what you hold out yourself";
  throw new UsageError({ op, rule: "partialFit needs earlyStopping to be false", got: "true", hint });
}
