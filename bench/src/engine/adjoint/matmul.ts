/** @file Matrix products. */
import type { BatchMatmul, Matmul } from "../../workload/types.ts";
import type { Inputs, Job } from "../contract.ts";
import { computing } from "./computing.ts";
import { load } from "./load.ts";

export function matmul({ layout }: Matmul, inputs: Inputs): Promise<Job> {
  const [a, b] = [load(inputs, "a"), load(inputs, "b")];
  return computing([a, b], () => ({
    out: (layout === "tn" ? a.transpose() : a).matmul(layout === "nt" ? b.transpose() : b),
  }));
}

export function batchMatmul(_: BatchMatmul, inputs: Inputs): Promise<Job> {
  const [a, b] = [load(inputs, "a"), load(inputs, "b")];
  return computing([a, b], () => ({ out: a.matmul(b) }));
}
