/** @file Inputs of tests, and derivatives of what is expected by them. */
import type { Inputs } from "../../src/engine/contract.ts";
import { type ExpectedOutputs, expectedOutputs } from "../../src/workload/expected.ts";
import { inputSpecs } from "../../src/workload/inputs.ts";
import { draw, type Input } from "../../src/workload/numbers.ts";
import type { Workload } from "../../src/workload/types.ts";

/** What a workload's family and size are does not matter here. */
export const base = { name: "test", family: "test", size: 1, isQuick: false } as const;

export function drawn(of: Workload): Inputs {
  return Object.fromEntries(Object.entries(inputSpecs(of)).map(([name, spec]) => [name, draw(spec)]));
}

export function floatInput(shape: readonly number[], values: readonly number[]): Input {
  return { shape, data: Float32Array.from(values) };
}

export function integerInput(shape: readonly number[], values: readonly number[]): Input {
  return { shape, data: Int32Array.from(values) };
}

/**
 * The derivative of a function of what is expected by element `index` of the input `name`, by central differences. Good to
 * about 1e-5 where third derivatives are near 1.
 */
export function slopeBy(
  of: Workload,
  inputs: Inputs,
  name: string,
  index: number,
  lossOf: (expected: ExpectedOutputs) => number,
): number {
  const at = (step: number) => {
    const { shape, data } = inputs[name] as Input;
    const moved = Float32Array.from(data);
    moved[index] = (moved[index] ?? Number.NaN) + step;
    const loss = lossOf(expectedOutputs(of, { ...inputs, [name]: { shape, data: moved } }));
    return { loss, x: moved[index] ?? Number.NaN };
  };
  const [above, below] = [at(2 ** -8), at(-(2 ** -8))];
  return (above.loss - below.loss) / (above.x - below.x);
}

/** The only value of an output of one element. */
export function only(expected: ExpectedOutputs, name: string): number {
  const [value = Number.NaN] = expected[name]?.values ?? [];
  return value;
}
