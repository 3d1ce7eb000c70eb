/** @file A convolution, alone and with its gradients, with channels last. */
import {
  conv2d,
  div,
  keep,
  square,
  sum,
  type Tensor,
  type Tensor4D,
  tidy,
  transpose,
  valueAndGrads,
} from "@tensorflow/tfjs-core";
import type { Conv } from "../../workload/types.ts";
import type { Inputs, Job } from "../contract.ts";
import { computeJob, type Settle } from "./compute-job.ts";
import { loadGradients } from "./gradients.ts";
import { load } from "./load.ts";

export async function conv(_: Conv, inputs: Inputs, settle: Settle): Promise<Job> {
  await loadGradients();
  const [x, w] = [loadMoved(inputs, "x", [0, 2, 3, 1]), loadMoved(inputs, "w", [2, 3, 1, 0])];
  let out: Tensor | undefined;
  const lossAndGradients = valueAndGrads((image: Tensor, kernel: Tensor) => {
    // It is a result as well, which would be freed on the way back.
    out = keep(conv2d(image as Tensor4D, kernel as Tensor4D, 1, "same"));
    return div(sum(square(out)), 2);
  });
  const job = computeJob({
    inputs: [x, w],
    compute() {
      const [dx, dw] = lossAndGradients([x, w]).grads;
      if (out === undefined || dx === undefined || dw === undefined) throw new Error("a result is not there");
      return { out, dx, dw };
    },
    present: (output, name) => transpose(output, name === "dw" ? [3, 2, 0, 1] : [0, 3, 1, 2]),
    settle,
  });
  return {
    ...job,
    async close() {
      await job.close();
      // Where a gradient failed, it is no result.
      out?.dispose();
    },
  };
}

export function convForward(_: Conv, inputs: Inputs, settle: Settle): Job {
  const [x, w] = [loadMoved(inputs, "x", [0, 2, 3, 1]), loadMoved(inputs, "w", [2, 3, 1, 0])];
  return computeJob({
    inputs: [x, w],
    compute: () => ({ out: conv2d(x, w, 1, "same") }),
    present: (output) => transpose(output, [0, 3, 1, 2]),
    settle,
  });
}

function loadMoved(inputs: Inputs, name: string, axes: number[]): Tensor4D {
  return tidy(() => transpose(load(inputs, name) as Tensor4D, axes));
}
