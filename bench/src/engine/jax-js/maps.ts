/** @file Maps of elements and of rows. */
import { jit, nn, type numpy as np, tree } from "@jax-js/jax";
import type { Gelu, RowMap } from "../../workload/types.ts";
import type { Inputs, Job } from "../contract.ts";
import { jobOf, loadAll } from "./arrays.ts";

/** Layer norm over the last axis. It takes its arguments over. */
export function normalise(x: np.Array, scale: np.Array, shift: np.Array): np.Array {
  return nn.standardize(x, -1, { epsilon: 1e-5 }).mul(scale).add(shift);
}

export function gelu(_: Gelu, inputs: Inputs): Promise<Job> {
  return map((x: np.Array) => nn.gelu(x, { approximate: true }), inputs, ["x"]);
}

export function softmax(_: RowMap, inputs: Inputs): Promise<Job> {
  return map((x: np.Array) => nn.softmax(x, -1), inputs, ["x"]);
}

export function layerNorm(_: RowMap, inputs: Inputs): Promise<Job> {
  return map(normalise, inputs, ["x", "scale", "shift"]);
}

async function map(f: (...args: np.Array[]) => np.Array, inputs: Inputs, names: readonly string[]): Promise<Job> {
  const args = Object.values(await loadAll(inputs, names));
  const compiled = jit(f);
  return jobOf(
    () => ({ out: compiled(...tree.ref(args)) }),
    () => {
      tree.dispose(args);
      compiled.dispose();
    },
  );
}
