/** @file The first result of a new process. */
import { jit, nn, numpy as np } from "@jax-js/jax";
import type { ColdStart } from "../../workload/types.ts";
import type { Inputs, Job } from "../contract.ts";
import { jobOf, loadAll } from "./arrays.ts";

export async function coldStart(_: ColdStart, inputs: Inputs): Promise<Job> {
  const { a, b } = await loadAll(inputs, ["a", "b"]);
  const compiled = jit((a: np.Array, b: np.Array) => nn.softmax(np.matmul(a, b), -1));
  return jobOf(
    () => ({ out: compiled(a.ref, b.ref) }),
    () => {
      a.dispose();
      b.dispose();
      compiled.dispose();
    },
  );
}
