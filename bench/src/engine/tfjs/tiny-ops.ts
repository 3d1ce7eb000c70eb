/** @file A chain of operations on few elements. The WebGPU backend computes such on the CPU as long as it has them there. */
import { add } from "@tensorflow/tfjs-core";
import type { TinyOps } from "../../workload/types.ts";
import type { Inputs, Job } from "../contract.ts";
import { computeJob, type Settle } from "./compute-job.ts";
import { load } from "./load.ts";

export function tinyOps({ count }: TinyOps, inputs: Inputs, settle: Settle): Job {
  const [x, y] = [load(inputs, "x"), load(inputs, "y")];
  return computeJob({
    inputs: [x, y],
    compute() {
      let out = x;
      for (let i = 0; i < count; i++) out = add(out, y);
      return { out };
    },
    settle,
  });
}
