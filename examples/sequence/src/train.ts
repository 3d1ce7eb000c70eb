import { loadDigits } from "@adjoint/examples-shared";
import { characterErrorRate, createTraining, type Reading } from "./training.ts";

const TEST_STRINGS = 256;

export interface Options {
  readonly seed: number;
  /** Batches of strings to train on. */
  readonly steps: number;
  /** Called after each step. */
  readonly onStep?: (step: number, loss: number) => void;
}

export interface Result {
  /** The loss at each step. */
  readonly losses: readonly number[];
  readonly readings: readonly Reading[];
  readonly characterErrorRate: number;
  /** The share of strings without an error. */
  readonly exactShare: number;
}

/** Trains a reader of digit strings, and tests it on strings made of other images. */
export async function train({ seed, steps, onStep }: Options): Promise<Result> {
  const training = createTraining({ digits: loadDigits(), seed, steps });
  const losses: number[] = [];
  for (let step = 1; step <= steps; step++) {
    const loss = await training.step();
    losses.push(loss);
    onStep?.(step, loss);
  }

  const readings = await training.test(TEST_STRINGS);
  const exact = readings.filter(({ string, read }) => read.join() === string.labels.join());
  return {
    losses,
    readings,
    characterErrorRate: characterErrorRate(readings),
    exactShare: exact.length / readings.length,
  };
}
