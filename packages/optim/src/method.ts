/**
 * @file What tells one optimizer from another: the formula for one parameter. Everything else is in `optimizer.ts`.
 */
import type { Tensor } from "@adjoint/core";

/** A parameter, and one tensor of its shape for each name in the method's `state`, before or after a step. */
export interface Updated {
  readonly parameter: Tensor;
  readonly state: readonly Tensor[];
}

/** Numbers of one step, shared by all parameters, as rank-0 tensors. They may change without a new plan. */
export type StepScalars<S extends string> = Readonly<Record<S, Tensor>>;

/** `S` are the names of its scalars. */
export interface Method<S extends string = string> {
  readonly name: string;
  /** Names of the tensors kept for each parameter. */
  readonly state: readonly string[];
  /** What these hold before the first step; 0 where not given. */
  readonly initialValue?: number;
  /** The scalars of a step. `step` is 1 at the first. */
  readonly scalars: (rate: number, step: number) => Readonly<Record<S, number>>;
  /** The formula. */
  readonly update: (parameter: Tensor, gradient: Tensor, state: readonly Tensor[], scalars: StepScalars<S>) => Updated;
}

/** A tensor of the state that the method names. */
export function stateAt(state: readonly Tensor[], index: number): Tensor {
  const tensor = state[index];
  if (tensor === undefined) throw new RangeError(`state ${index} of ${state.length}`);
  return tensor;
}
