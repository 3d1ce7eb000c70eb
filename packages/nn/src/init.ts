/** @file Initial values of parameters. */
import { add, mul, rand, randn, random, type Tensor } from "@adjoint/core";

export type Key = ReturnType<typeof random.key>;

/** Uniform in [−bound, bound). */
export function uniform(shape: readonly number[], bound: number, key?: Key): Tensor {
  return add(mul(uniformUnit(shape, key), 2 * bound), -bound);
}

/** Uniform in [0, 1). */
export function uniformUnit(shape: readonly number[], key?: Key): Tensor {
  return key === undefined ? rand(shape) : random.uniform(key, shape);
}

/** Normal with mean 0 and deviation 1. */
export function normal(shape: readonly number[], key?: Key): Tensor {
  return key === undefined ? randn(shape) : random.normal(key, shape);
}

/** Independent keys from one; none from none. */
export function keysOf(key: Key | undefined, count: number): (Key | undefined)[] {
  return key === undefined ? new Array<undefined>(count).fill(undefined) : random.split(key, count);
}
