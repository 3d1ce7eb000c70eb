/** @file GELU in its tanh form, which TensorFlow.js has no operation for. */
import { add, mul, square, type Tensor, tanh } from "@tensorflow/tfjs-core";
import type { Gelu } from "../../workload/types.ts";
import type { Inputs, Job } from "../contract.ts";
import { computeJob, type Settle } from "./compute-job.ts";
import { load } from "./load.ts";

export function gelu(_: Gelu, inputs: Inputs, settle: Settle): Job {
  const x = load(inputs, "x");
  return computeJob({ inputs: [x], compute: () => ({ out: geluTanh(x) }), settle });
}

/** x · (1 + tanh(√(2/π) · (x + 0.044715 x³))) / 2, in few operations. */
export function geluTanh(x: Tensor): Tensor {
  const slope = Math.sqrt(2 / Math.PI);
  const inner = mul(x, add(mul(square(x), 0.044715 * slope), slope));
  return mul(mul(x, 0.5), add(tanh(inner), 1));
}
