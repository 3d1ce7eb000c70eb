/** @file Softmax cross-entropy and its gradient. */
import { losses, type Scalar, type Tensor, valueAndGrad } from "@tensorflow/tfjs-core";
import type { CrossEntropy } from "../../workload/types.ts";
import type { Inputs, Job } from "../contract.ts";
import { computeJob, type Settle } from "./compute-job.ts";
import { loadGradients } from "./gradients.ts";
import { load, loadOneHot } from "./load.ts";

export async function crossEntropy({ columns }: CrossEntropy, inputs: Inputs, settle: Settle): Promise<Job> {
  await loadGradients();
  const logits = load(inputs, "logits");
  const labels = loadOneHot(inputs, columns);
  const lossAndGradient = valueAndGrad((x: Tensor) => meanCrossEntropy(labels, x));
  const compute = () => {
    const { value, grad } = lossAndGradient(logits);
    return { loss: value, gradient: grad };
  };
  return computeJob({ inputs: [logits, labels], compute, settle });
}

/** Mean over rows. TensorFlow.js has the form with labels of ones and zeros alone. */
export function meanCrossEntropy(oneHotLabels: Tensor, logits: Tensor): Scalar {
  return losses.softmaxCrossEntropy<Tensor, Scalar>(oneHotLabels, logits);
}
