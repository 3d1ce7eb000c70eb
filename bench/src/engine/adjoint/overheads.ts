/** @file Workloads that compute next to nothing. */
import type { ColdStart, TinyOps } from "../../workload/types.ts";
import type { Inputs, Job } from "../contract.ts";
import { Computing, computing } from "./computing.ts";
import { load } from "./load.ts";

export function tinyOps({ count }: TinyOps, inputs: Inputs): Promise<Job> {
  const [x, y] = [load(inputs, "x"), load(inputs, "y")];
  return computing([x, y], () => {
    let out = x;
    for (let i = 0; i < count; i++) out = out.add(y);
    return { out };
  });
}

/** The inputs are still on the host: bringing them to the device is part of the start. */
export async function coldStart(_of: ColdStart, inputs: Inputs): Promise<Job> {
  const [a, b] = [load(inputs, "a"), load(inputs, "b")];
  return new Computing([a, b], () => ({ out: a.matmul(b).softmax() }));
}
