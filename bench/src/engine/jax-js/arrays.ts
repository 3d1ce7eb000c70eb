/** @file Arrays of jax-js from inputs, and jobs that compute with them. */
import { blockUntilReady, numpy as np, tree } from "@jax-js/jax";
import type { Inputs, Job } from "../contract.ts";
import { input } from "../inputs.ts";

// Its trees are types, not interfaces.
export type Arrays = { [name: string]: np.Array };

/** An input on the device. Whoever is given it owns it. */
export async function load(inputs: Inputs, name: string): Promise<np.Array> {
  const { shape, data } = input(inputs, name);
  return np
    .array(data, { shape: [...shape], dtype: data instanceof Int32Array ? np.int32 : np.float32 })
    .blockUntilReady();
}

export async function loadAll<Name extends string>(
  inputs: Inputs,
  names: readonly Name[],
): Promise<Record<Name, np.Array>> {
  const pairs = names.map(async (name) => [name, await load(inputs, name)] as const);
  return Object.fromEntries(await Promise.all(pairs)) as Record<Name, np.Array>;
}

/** The elements of arrays, which stay. */
export async function readAll(arrays: Arrays): Promise<Record<string, ArrayLike<number>>> {
  const pairs = Object.entries(arrays).map(async ([name, array]) => [name, await array.ref.data()] as const);
  return Object.fromEntries(await Promise.all(pairs));
}

/**
 * A job that computes all its results anew in each run.
 *
 * @param compute gives arrays for the job to own
 * @param free frees what `compute` computes with
 */
export function jobOf(compute: () => Arrays, free: () => void): Job {
  let results: Arrays = {};
  return {
    async run() {
      tree.dispose(results);
      results = compute();
      await blockUntilReady(results);
    },
    outputs: () => readAll(results),
    async close() {
      tree.dispose(results);
      results = {};
      free();
    },
  };
}
