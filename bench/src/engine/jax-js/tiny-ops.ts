/**
 * @file Small operations in a chain, without `jit`: each is a kernel of its own. (Under `jit` the chain would be one kernel
 * for one expression, and no measure of what an operation costs.)
 */
import { blockUntilReady, tree } from "@jax-js/jax";
import type { TinyOps } from "../../workload/types.ts";
import type { Inputs, Job } from "../contract.ts";
import { loadAll, readAll } from "./arrays.ts";

/** Its documentation advises to wait now and then: each operation carries a list of all that wait before it. */
const READY_EVERY = 100;

export async function tinyOps({ count }: TinyOps, inputs: Inputs): Promise<Job> {
  const { x, y } = await loadAll(inputs, ["x", "y"]);
  let out = x.ref;
  return {
    async run() {
      out.dispose();
      out = x.ref;
      for (let i = 1; i <= count; i++) {
        out = out.add(y.ref);
        if (i % READY_EVERY === 0) await blockUntilReady(out);
      }
      await blockUntilReady(out);
    },
    outputs: () => readAll({ out }),
    close: async () => tree.dispose([x, y, out]),
  };
}
