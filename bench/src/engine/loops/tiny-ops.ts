/** @file A chain of small sums, each an array of its own. */
import type { TinyOps } from "../../workload/types.ts";
import type { Inputs, Job } from "../contract.ts";
import { floats } from "../inputs.ts";

export function tinyOps({ count }: TinyOps, inputs: Inputs): Job {
  const [x, y] = [floats(inputs, "x"), floats(inputs, "y")];
  let out = x;
  return {
    async run() {
      out = x;
      for (let i = 0; i < count; i++) out = add(out, y);
    },
    outputs: async () => ({ out }),
    close: async () => undefined,
  };
}

function add(a: Float32Array, b: Float32Array): Float32Array<ArrayBuffer> {
  const sum = new Float32Array(a.length);
  for (let i = 0; i < a.length; i++) sum[i] = (a[i] as number) + (b[i] as number);
  return sum;
}
