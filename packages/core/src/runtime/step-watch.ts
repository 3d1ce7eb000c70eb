/**
 * @file Who watches optimizers step: `recovery.ts`, if it was asked for. It loads with that.
 */
import type { DType } from "../dtype.ts";
import type { Tensor } from "../tensor/tensor.ts";

/** An optimizer, as recovery sees it. */
export interface Stepper {
  /** Steps done. */
  readonly steps: () => number;
  /** Goes on as after so many steps. */
  readonly resume: (steps: number) => void;
  /** Parameters and state, always in one order. */
  readonly tensors: () => readonly Tensor<DType>[];
}

export interface StepWatcher {
  /** An optimizer was made. */
  made(stepper: Stepper): void;
  /** Before a step: values are those of the step before. */
  before(stepper: Stepper): void;
  /** After a step. */
  after(): void;
  /** The device is lost. Gives the step from which training can be resumed, if any. */
  lost(): number | undefined;
}

let watcher: StepWatcher | undefined;

export function stepWatcher(): StepWatcher | undefined {
  return watcher;
}

/** Lets a watcher take over, or none. */
export function watchSteps(next: StepWatcher | undefined): void {
  watcher = next;
}
