/**
 * @file Stochastic gradient descent of one linear model, a sample at a time.
 *
 * Runs on the host, on numbers in double precision, and is no tensor program on purpose: every step moves all weights by one
 * sample's slope, which needs the weights of the step before. A step is a few dozen additions, less than what it takes to
 * launch a kernel, and nothing of it can be done beside the next. Steps over batches are what `optim.sgd` is for.
 */
import { boundedSlope, type SampleLoss } from "./sample-losses.ts";
import type { Schedule } from "./schedule.ts";

/** A linear model on its way: as it is after the last step, and on average over steps. */
export interface Trajectory {
  readonly weights: Float64Array;
  readonly intercept: number;
  readonly averageWeights: Float64Array;
  readonly averageIntercept: number;
}

/** What is learned from. */
export interface Samples {
  /** Row-major, a row of `features` numbers for each sample. */
  readonly x: Float64Array;
  readonly features: number;
  readonly targets: Float64Array;
  /** A factor of each sample's step. */
  readonly weights: Float64Array;
}

/** How a step is made. */
export interface StepRule {
  readonly loss: SampleLoss;
  readonly schedule: Schedule;
  /** The strength of the penalty α (l1Share |w|₁ + l2Share |w|² / 2). */
  readonly alpha: number;
  readonly l1Share: number;
  readonly l2Share: number;
  readonly fitIntercept: boolean;
  /** The step from which weights are averaged; 0 for never. */
  readonly averageFrom: number;
}

/** The model with weights 0. */
export function atOrigin(features: number): Trajectory {
  return startingAt(new Float64Array(features), 0);
}

/** The model with the given weights, nothing averaged yet. */
export function startingAt(weights: Float64Array, intercept: number): Trajectory {
  return { weights, intercept, averageWeights: new Float64Array(weights.length), averageIntercept: 0 };
}

/** Goes over samples, in the order given, and keeps the model that it has come to. */
export class Descent {
  readonly #samples: Samples;
  readonly #rule: StepRule;
  readonly #weights: Float64Array;
  readonly #averageWeights: Float64Array;
  /** How much the L1 penalty has moved each weight so far. */
  readonly #shortened: Float64Array;
  /** How much it could have moved a weight so far. */
  #shortening = 0;
  #intercept: number;
  #averageIntercept: number;
  /** The number of the next step. */
  #t: number;

  constructor(samples: Samples, rule: StepRule, start: Trajectory, t: number) {
    this.#samples = samples;
    this.#rule = rule;
    this.#weights = start.weights.slice();
    this.#averageWeights = start.averageWeights.slice();
    this.#shortened = new Float64Array(start.weights.length);
    this.#intercept = start.intercept;
    this.#averageIntercept = start.averageIntercept;
    this.#t = t;
  }

  /** The model now. Its arrays change with the next pass. */
  get trajectory(): Trajectory {
    return {
      weights: this.#weights,
      intercept: this.#intercept,
      averageWeights: this.#averageWeights,
      averageIntercept: this.#averageIntercept,
    };
  }

  /** Whether all weights are finite numbers. */
  get isFinite(): boolean {
    return Number.isFinite(this.#intercept) && this.#weights.every(Number.isFinite);
  }

  /** A step for each of the samples of these numbers. Gives the sum of their losses, each as it was before its step. */
  pass(order: Uint32Array): number {
    const { loss } = this.#rule;
    const { targets } = this.#samples;
    let sum = 0;
    for (const index of order) {
      const p = this.#predict(index);
      const y = targets[index] as number;
      sum += loss.value(p, y);
      this.#step(index, boundedSlope(loss, p, y));
    }
    return sum;
  }

  #predict(index: number): number {
    const { x, features } = this.#samples;
    const weights = this.#weights;
    const row = index * features;
    let sum = 0;
    for (let j = 0; j < features; j++) sum += (weights[j] as number) * (x[row + j] as number);
    return sum + this.#intercept;
  }

  #step(index: number, slope: number): void {
    const { x, features, weights: sampleWeights } = this.#samples;
    const { alpha, l1Share, l2Share, fitIntercept, averageFrom, schedule } = this.#rule;
    const rate = schedule.rate(this.#t);
    const change = -rate * slope * (sampleWeights[index] as number);
    const kept = Math.max(0, 1 - l2Share * rate * alpha);
    const weights = this.#weights;
    const row = index * features;
    for (let j = 0; j < features; j++) {
      weights[j] = (weights[j] as number) * kept + change * (x[row + j] as number);
    }
    if (fitIntercept) this.#intercept += change;
    if (l1Share > 0) this.#shorten(l1Share * rate * alpha);
    if (averageFrom > 0 && averageFrom <= this.#t) this.#average(1 / (this.#t - averageFrom + 1));
    this.#t++;
  }

  /**
   * Moves every weight towards 0, and never past it, until the L1 penalty has moved it as far as it could have so far. What a
   * step could not take from a weight that was 0 then, a later one may.
   * @see Tsuruoka, Tsujii, Ananiadou (2009), Stochastic gradient descent training for L1-regularized log-linear models
   */
  #shorten(by: number): void {
    this.#shortening += by;
    const total = this.#shortening;
    const weights = this.#weights;
    const moved = this.#shortened;
    for (let j = 0; j < weights.length; j++) {
      const before = weights[j] as number;
      const sofar = moved[j] as number;
      let after = before;
      if (before > 0) after = Math.max(0, before - (total + sofar));
      else if (before < 0) after = Math.min(0, before + (total - sofar));
      weights[j] = after;
      moved[j] = sofar + (after - before);
    }
  }

  /** Takes the model of this step into the average; `share` is one over the number of steps in it. */
  #average(share: number): void {
    const weights = this.#weights;
    const averages = this.#averageWeights;
    for (let j = 0; j < weights.length; j++) {
      const average = averages[j] as number;
      averages[j] = average + ((weights[j] as number) - average) * share;
    }
    this.#averageIntercept += (this.#intercept - this.#averageIntercept) * share;
  }
}
