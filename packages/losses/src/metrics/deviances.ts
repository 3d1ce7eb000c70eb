/** @file Deviances: errors that are measured as the Tweedie distributions do, among them Poisson's and gamma's. */
import { UsageError } from "@adjoint/core";
import { weightedMean } from "./average.ts";
import { type Outputs, readSingle, type SampleWeightOptions } from "./input.ts";

export interface TweedieDevianceOptions extends SampleWeightOptions {
  /** 0: squared error (normal), 1: Poisson, between them none, to 2: compound, 2: gamma, 3: inverse Gaussian. Default 0. */
  readonly power?: number | undefined;
}

/**
 * The mean deviance of a Tweedie distribution, of one output.
 *
 * @throws {UsageError} for a power in (0, 1); for a prediction that is not positive, unless the power is 0; for a target that is
 * negative (powers from 1), or 0 (from 2).
 * @see Jørgensen (1987), Exponential dispersion models
 * @example meanTweedieDeviance([0.5, 0.5, 2, 2], [2, 0.5, 1, 4], { power: 1 }) // 1.1760
 */
export function meanTweedieDeviance(
  prediction: Outputs,
  target: Outputs,
  options: TweedieDevianceOptions = {},
): number {
  const op = "meanTweedieDeviance";
  const single = readSingle(op, prediction, target, options);
  return tweedieDeviance(op, single.prediction, single.target, single.weights, options.power ?? 0);
}

/**
 * Mean 2 (t log(t / p) − t + p): `meanTweedieDeviance` of power 1.
 * @throws {UsageError} for predictions that are not positive or targets that are negative.
 */
export function meanPoissonDeviance(prediction: Outputs, target: Outputs, options: SampleWeightOptions = {}): number {
  const single = readSingle("meanPoissonDeviance", prediction, target, options);
  return tweedieDeviance("meanPoissonDeviance", single.prediction, single.target, single.weights, 1);
}

/**
 * Mean 2 (log(p / t) + t / p − 1): `meanTweedieDeviance` of power 2.
 * @throws {UsageError} for predictions or targets that are not positive.
 */
export function meanGammaDeviance(prediction: Outputs, target: Outputs, options: SampleWeightOptions = {}): number {
  const single = readSingle("meanGammaDeviance", prediction, target, options);
  return tweedieDeviance("meanGammaDeviance", single.prediction, single.target, single.weights, 2);
}

/** The mean deviance of checked numbers. */
export function tweedieDeviance(
  op: string,
  prediction: Float64Array,
  target: Float64Array,
  weights: Float64Array,
  power: number,
): number {
  if (!(power <= 0 || power >= 1) || !Number.isFinite(power)) {
    throw new UsageError({ op, rule: "no distribution has a power in (0, 1)", got: String(power) });
  }
  checkDomain(op, prediction, power === 0 ? Number.NEGATIVE_INFINITY : Number.MIN_VALUE, "prediction", power);
  const least = power < 1 ? Number.NEGATIVE_INFINITY : power < 2 ? 0 : Number.MIN_VALUE;
  checkDomain(op, target, least, "target", power);
  const each = target.map((t, i) => deviance(prediction[i] ?? Number.NaN, t, power));
  return weightedMean(each, weights);
}

function checkDomain(op: string, values: Float64Array, least: number, name: string, power: number): void {
  const at = values.findIndex((x) => x < least);
  if (at < 0) return;
  const rule = `power ${power} needs a ${name} that is ${least > 0 ? "positive" : "not negative"}`;
  throw new UsageError({ op, rule, got: `${values[at]} at sample ${at}`, hint: "power 0 takes any number" });
}

function deviance(p: number, t: number, power: number): number {
  if (power === 0) return (p - t) ** 2;
  if (power === 1) return 2 * ((t === 0 ? 0 : t * Math.log(t / p)) - t + p);
  if (power === 2) return 2 * (Math.log(p / t) + t / p - 1);
  const own = Math.max(t, 0) ** (2 - power) / ((1 - power) * (2 - power));
  return 2 * (own - (t * p ** (1 - power)) / (1 - power) + p ** (2 - power) / (2 - power));
}
