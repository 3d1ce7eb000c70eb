/** @file Short forms of what is drawn. */
import type { InputSpec } from "./numbers.ts";

/** By the name of the input. */
export type Specs = Readonly<Record<string, InputSpec>>;

/** In [−scale, scale). */
export function uniform(seed: number, shape: readonly number[], scale = 1): InputSpec {
  return { kind: "uniform", shape, seed, scale };
}

/** From `low` to `high` − 1. */
export function integers(seed: number, shape: readonly number[], low: number, high: number): InputSpec {
  return { kind: "integers", shape, seed, low, high };
}

export function constant(shape: readonly number[], value: number): InputSpec {
  return { kind: "constant", shape, value };
}

/** Weights [fan-in, fan-out], of a scale at which inputs of unit variance keep it. */
export function weights(seed: number, fanIn: number, fanOut: number): InputSpec {
  return uniform(seed, [fanIn, fanOut], Math.sqrt(3 / fanIn));
}
