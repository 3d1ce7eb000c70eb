/** @file Training: a step is a loss with gradients, then Adam. */
import type { Inputs, Job } from "../contract.ts";
import { floats } from "../inputs.ts";
import { type Arrays, adam } from "./adam.ts";
import { jobOf } from "./job.ts";

/** Adds the gradients by `parameters` to `gradients`, and gives the loss. */
export type LossAndGradients = (parameters: Arrays, gradients: Arrays) => number;

/** Trains copies of the inputs of these names. */
export function training(inputs: Inputs, names: readonly string[], lossAndGradients: LossAndGradients): Job {
  const parameters = Object.fromEntries(names.map((name) => [name, floats(inputs, name).slice()]));
  const gradients = Object.fromEntries(
    Object.entries(parameters).map(([name, { length }]) => [name, new Float32Array(length)]),
  );
  const update = adam(parameters, gradients);
  const loss = new Float32Array(1);
  return jobOf({ loss }, () => {
    loss[0] = lossAndGradients(parameters, gradients);
    update();
  });
}

/** @throws {Error} if there is none of this name. */
export function named(arrays: Arrays, name: string): Float32Array {
  const found = arrays[name];
  if (found === undefined) throw new Error(`there is no array ${name}`);
  return found;
}
