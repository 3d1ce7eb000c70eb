/** @file Matrix products. */
import { jit, numpy as np } from "@jax-js/jax";
import type { BatchMatmul, Matmul } from "../../workload/types.ts";
import type { Inputs, Job } from "../contract.ts";
import { jobOf, loadAll } from "./arrays.ts";

const products = {
  nn: (a: np.Array, b: np.Array) => np.matmul(a, b),
  nt: (a: np.Array, b: np.Array) => np.matmul(a, b.transpose()),
  tn: (a: np.Array, b: np.Array) => np.matmul(a.transpose(), b),
};

export function matmul({ layout }: Matmul, inputs: Inputs): Promise<Job> {
  return multiply(products[layout], inputs);
}

export function batchMatmul(_: BatchMatmul, inputs: Inputs): Promise<Job> {
  return multiply(products.nn, inputs);
}

async function multiply(by: (a: np.Array, b: np.Array) => np.Array, inputs: Inputs): Promise<Job> {
  const { a, b } = await loadAll(inputs, ["a", "b"]);
  const product = jit(by);
  return jobOf(
    () => ({ out: product(a.ref, b.ref) }),
    () => {
      a.dispose();
      b.dispose();
      product.dispose();
    },
  );
}
