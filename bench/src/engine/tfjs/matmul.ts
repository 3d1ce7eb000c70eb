/** @file Matrix products. */
import { matMul, softmax } from "@tensorflow/tfjs-core";
import type { BatchMatmul, ColdStart, Matmul } from "../../workload/types.ts";
import type { Inputs, Job } from "../contract.ts";
import { computeJob, type Settle } from "./compute-job.ts";
import { load } from "./load.ts";

export function matmul({ layout }: Matmul, inputs: Inputs, settle: Settle): Job {
  const [a, b] = [load(inputs, "a"), load(inputs, "b")];
  const compute = () => ({ out: matMul(a, b, layout === "tn", layout === "nt") });
  return computeJob({ inputs: [a, b], compute, settle });
}

export function batchMatmul(_: BatchMatmul, inputs: Inputs, settle: Settle): Job {
  const [a, b] = [load(inputs, "a"), load(inputs, "b")];
  return computeJob({ inputs: [a, b], compute: () => ({ out: matMul(a, b) }), settle });
}

export function coldStart(_: ColdStart, inputs: Inputs, settle: Settle): Job {
  const [a, b] = [load(inputs, "a"), load(inputs, "b")];
  return computeJob({ inputs: [a, b], compute: () => ({ out: softmax(matMul(a, b)) }), settle });
}
