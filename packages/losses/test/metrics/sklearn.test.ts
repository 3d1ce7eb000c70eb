/** @file Metrics against scikit-learn: every case of its figures. */
import { expectClose, type Tolerance } from "@adjoint/core/testing";
import { describe, expect, it } from "vitest";
import * as losses from "../../src/index.ts";
import sklearn from "../fixtures/sklearn-metrics.json" with { type: "json" };

const DOUBLE: Tolerance = { rel: 1e-14, abs: 1e-15, reason: "some roundings of double precision" };

/** Our functions for scikit-learn's. */
const NAMES: Readonly<Record<string, unknown>> = {
  mean_absolute_error: losses.meanAbsoluteError,
  mean_squared_error: losses.meanSquaredError,
  root_mean_squared_error: losses.rootMeanSquaredError,
  median_absolute_error: losses.medianAbsoluteError,
  mean_absolute_percentage_error: losses.meanAbsolutePercentageError,
  mean_squared_log_error: losses.meanSquaredLogError,
  mean_pinball_loss: losses.meanPinballLoss,
  mean_tweedie_deviance: losses.meanTweedieDeviance,
  max_error: losses.maxError,
  r2_score: losses.r2Score,
  explained_variance_score: losses.explainedVariance,
  d2_absolute_error_score: losses.d2AbsoluteErrorScore,
  d2_pinball_score: losses.d2PinballScore,
  d2_tweedie_score: losses.d2TweedieScore,
  log_loss: losses.logLoss,
  brier_score_loss: losses.brierScore,
  hinge_loss: losses.hingeLoss,
  hinge_loss_multiclass: losses.hingeLoss,
  zero_one_loss: losses.zeroOneLoss,
  hamming_loss: losses.hammingLoss,
  coverage_error: losses.coverageError,
  label_ranking_loss: losses.labelRankingLoss,
};

interface Case {
  readonly name: string;
  readonly value: number | readonly number[];
  readonly y_true: readonly number[];
  readonly y_pred?: readonly number[];
  readonly y_prob?: readonly number[];
  readonly y_score?: readonly number[];
  readonly pred_decision?: readonly number[];
  readonly multioutput?: string | readonly number[];
  readonly sample_weight?: readonly number[];
  readonly alpha?: number;
  readonly power?: number;
}

const OUTPUTS: Readonly<Record<string, string>> = {
  raw_values: "rawValues",
  uniform_average: "uniformAverage",
};

type Metric = (prediction: unknown, target: unknown, options: object) => number | number[];

describe("metrics agree with scikit-learn", () => {
  const cases = sklearn.cases as unknown as readonly Case[];

  it.each(cases)("$name, outputs $multioutput, weights $sample_weight: $value", (given) => {
    const { multioutput, sample_weight: sampleWeight, alpha: q, power } = given;
    const multiOutput = typeof multioutput === "string" ? OUTPUTS[multioutput] : multioutput;
    const metric = NAMES[given.name] as Metric;
    const prediction = given.y_pred ?? given.y_prob ?? given.y_score ?? given.pred_decision;
    const value = metric(prediction, given.y_true, { multiOutput, sampleWeight, q, power });
    expectClose([value].flat(), [given.value].flat(), DOUBLE);
    expect(Array.isArray(value)).toBe(Array.isArray(given.value));
  });
});
