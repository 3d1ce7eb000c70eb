/** @file What is done to each row by itself. */
import { add, moments, mul, rsqrt, sub, type Tensor, softmax as tfSoftmax } from "@tensorflow/tfjs-core";
import type { RowMap } from "../../workload/types.ts";
import type { Inputs, Job } from "../contract.ts";
import { computeJob, type Settle } from "./compute-job.ts";
import { load } from "./load.ts";

export function softmax(_: RowMap, inputs: Inputs, settle: Settle): Job {
  const x = load(inputs, "x");
  return computeJob({ inputs: [x], compute: () => ({ out: tfSoftmax(x) }), settle });
}

export function layerNorm(_: RowMap, inputs: Inputs, settle: Settle): Job {
  const [x, scale, shift] = [load(inputs, "x"), load(inputs, "scale"), load(inputs, "shift")];
  const compute = () => ({ out: normaliseRows(x, scale, shift) });
  return computeJob({ inputs: [x, scale, shift], compute, settle });
}

/** Rows of the last axis, with mean 0 and variance 1, scaled and shifted. */
export function normaliseRows(x: Tensor, scale: Tensor, shift: Tensor): Tensor {
  const { mean, variance } = moments(x, -1, true);
  return add(mul(mul(sub(x, mean), rsqrt(add(variance, 1e-5))), scale), shift);
}
