/**
 * @file The global generator, for programs that do not hand keys around. Each draw takes the next key under the seed's.
 */
import { checkShape, type Shape } from "../shape.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { fold, keyOf, type RandomKey } from "./key.ts";
import { type NormalOptions, normal } from "./normal.ts";
import { randint as keyedRandint, type UniformOptions, uniform } from "./uniform.ts";

const DEFAULT_SEED = 0;

let root: RandomKey = { words: [0, DEFAULT_SEED] };
let draws = 0;

/**
 * Restarts the global generator. The same seed and the same draws give the same numbers, on any backend.
 * @throws {UsageError} if the seed is not a whole number of at most 53 bits.
 */
export function manualSeed(seed: number): void {
  root = keyOf("manualSeed", seed);
  draws = 0;
}

/** Where the generator is. */
export type GeneratorState = readonly [root: RandomKey, draws: number];

export function generatorState(): GeneratorState {
  return [root, draws];
}

export function restoreGenerator(state: GeneratorState): void {
  [root, draws] = state;
}

/** The next key of the global generator: a stream that no other draw uses. */
export function nextKey(): RandomKey {
  return fold(root, draws++);
}

/** Uniform numbers in [0, 1) from the global generator. See `random.uniform`. */
export function rand(shape: Shape, options?: UniformOptions): Tensor {
  return uniform(nextKey(), checkShape("rand", shape), options);
}

/** Standard normal numbers from the global generator. See `random.normal`. */
export function randn(shape: Shape, options?: NormalOptions): Tensor {
  return normal(nextKey(), checkShape("randn", shape), options);
}

/** Whole numbers in [low, high) from the global generator. See `random.randint`. */
export function randint(low: number, high: number, shape: Shape): Tensor<"i32"> {
  return keyedRandint(nextKey(), low, high, checkShape("randint", shape));
}
