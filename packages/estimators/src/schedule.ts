/** @file Learning rates: what the next step's length is. */
import { boundedSlope, type SampleLoss } from "./sample-losses.ts";

export type LearningRate = "constant" | "optimal" | "invscaling" | "adaptive";

/** What a schedule is made of. */
export interface ScheduleOptions {
  readonly eta0: number;
  readonly powerT: number;
  readonly alpha: number;
  readonly loss: SampleLoss;
}

/** The learning rate of each step, `t` counted from 1 over all that the model has seen. */
export interface Schedule {
  rate(t: number): number;
  /** Goes on with a smaller rate where training has stalled; false if there is none to go on with. */
  lower(): boolean;
}

/** Adaptive rates go down to here. */
const SMALLEST_ADAPTIVE_RATE = 1e-6;

const never = (): boolean => false;

/** One row for each name. */
export const SCHEDULES: Readonly<Record<LearningRate, (options: ScheduleOptions) => Schedule>> = {
  constant: ({ eta0 }) => ({ rate: () => eta0, lower: never }),
  optimal: ({ alpha, loss }) => {
    const start = optimalStart(alpha, loss);
    return { rate: (t) => 1 / (alpha * (start + t - 1)), lower: never };
  },
  invscaling: ({ eta0, powerT }) => ({ rate: (t) => eta0 / t ** powerT, lower: never }),
  adaptive: ({ eta0 }) => {
    let eta = eta0;
    return {
      rate: () => eta,
      lower: () => {
        if (eta <= SMALLEST_ADAPTIVE_RATE) return false;
        eta /= 5;
        return true;
      },
    };
  },
};

/**
 * Where the schedule 1 / (α (t₀ + t − 1)) starts: at a first step of the length that weights are expected to have.
 * @see Bottou (2012), Stochastic Gradient Descent Tricks
 */
function optimalStart(alpha: number, loss: SampleLoss): number {
  const typicalWeight = Math.sqrt(1 / Math.sqrt(alpha));
  const firstRate = typicalWeight / Math.max(1, boundedSlope(loss, -typicalWeight, 1));
  return 1 / (firstRate * alpha);
}
