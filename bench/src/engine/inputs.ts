/** @file The inputs of a workload, for engines to take. */
import type { Input } from "../workload/numbers.ts";
import type { Inputs } from "./contract.ts";

/** @throws {Error} if the workload has no such input. */
export function input(inputs: Inputs, name: string): Input {
  const found = inputs[name];
  if (found === undefined) throw new Error(`there is no input ${name}`);
  return found;
}

export function floats(inputs: Inputs, name: string): Float32Array<ArrayBuffer> {
  const { data } = input(inputs, name);
  if (!(data instanceof Float32Array)) throw new Error(`the input ${name} is not of floats`);
  return data;
}

export function integers(inputs: Inputs, name: string): Int32Array<ArrayBuffer> {
  const { data } = input(inputs, name);
  if (!(data instanceof Int32Array)) throw new Error(`the input ${name} is not of integers`);
  return data;
}
