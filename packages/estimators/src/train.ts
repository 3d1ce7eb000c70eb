/** @file Passes over the samples until nothing improves: one linear model, from start to stop. */
import { UsageError } from "@adjoint/core";
import { Descent, type Samples, type StepRule, type Trajectory } from "./descent.ts";
import { type HostRandom, shuffle } from "./host-random.ts";

/** When to stop. */
export interface Stopping {
  readonly maxIter: number;
  /** What counts as an improvement: of the mean loss, or of the score. Null for never stopping early. */
  readonly tol: number | null;
  /** Passes without improvement before the end. */
  readonly nIterNoChange: number;
}

export interface Training {
  /** Whose errors these are. */
  readonly op: string;
  readonly samples: Samples;
  readonly rule: StepRule;
  readonly start: Trajectory;
  /** The number of the first step. */
  readonly t: number;
  /** Which samples to learn from. */
  readonly order: Uint32Array;
  /** Brings them into another order for each pass; undefined leaves them as they are. */
  readonly random: HostRandom | undefined;
  readonly stopping: Stopping;
  /** How good a model is on what was held out; undefined to go by the losses of training. */
  readonly score: ((model: Trajectory) => number) | undefined;
}

export interface Trained {
  readonly model: Trajectory;
  /** Passes made. */
  readonly epochs: number;
  /** Whether it ended because nothing improved any more. */
  readonly converged: boolean;
}

/**
 * Trains a model.
 * @throws {UsageError} if weights overflow.
 */
export function train(training: Training): Trained {
  const { op, samples, rule, start, t, random, stopping, score } = training;
  const order = training.order.slice();
  const descent = new Descent(samples, rule, start, t);
  const patience = new Patience(stopping, score === undefined ? order.length : 1);
  for (let epoch = 1; epoch <= stopping.maxIter; epoch++) {
    if (random !== undefined) shuffle(order, random);
    const loss = descent.pass(order);
    if (!descent.isFinite || Number.isNaN(loss)) throw overflowError(op, epoch);
    const cost = score === undefined ? loss : -score(descent.trajectory);
    if (patience.endsAt(cost) && !rule.schedule.lower()) {
      return { model: descent.trajectory, epochs: epoch, converged: true };
    }
  }
  return { model: descent.trajectory, epochs: stopping.maxIter, converged: false };
}

/** Counts the passes that did not improve on the best one by the tolerance. */
class Patience {
  readonly #stopping: Stopping;
  readonly #unit: number;
  #best = Number.POSITIVE_INFINITY;
  #stalled = 0;

  /** The tolerance is `tol · unit`. */
  constructor(stopping: Stopping, unit: number) {
    this.#stopping = stopping;
    this.#unit = unit;
  }

  /** Whether enough passes have gone by in vain. If so, the count starts again. */
  endsAt(cost: number): boolean {
    const { tol, nIterNoChange } = this.#stopping;
    const hasStalled = tol !== null && cost > this.#best - tol * this.#unit;
    this.#stalled = hasStalled ? this.#stalled + 1 : 0;
    this.#best = Math.min(this.#best, cost);
    if (this.#stalled < nIterNoChange) return false;
    this.#stalled = 0;
    return true;
  }
}

function overflowError(op: string, epoch: number): UsageError {
  return new UsageError({
    op,
    rule: "weights must stay finite",
    got: `an overflow in pass ${epoch} over the samples`,
    hint: "bring the columns of X to mean 0 and deviation 1, or take a smaller eta0",
  });
}
