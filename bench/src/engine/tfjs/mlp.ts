/** @file A perceptron with several layers, trained. */
import { add, matMul, relu, type Tensor } from "@tensorflow/tfjs-core";
import type { Mlp } from "../../workload/types.ts";
import type { Inputs, Job } from "../contract.ts";
import { meanCrossEntropy } from "./cross-entropy.ts";
import { load, loadOneHot } from "./load.ts";
import { loadParameter, trainingJob } from "./training-job.ts";

export function mlp({ sizes }: Mlp, inputs: Inputs): Promise<Job> {
  const x = load(inputs, "x");
  const labels = loadOneHot(inputs, sizes.at(-1) ?? 0);
  const layers = sizes.slice(1).map((_, i) => ({
    weights: loadParameter(inputs, `w${i}`),
    bias: loadParameter(inputs, `b${i}`),
  }));
  return trainingJob({
    data: [x, labels],
    parameters: layers.flatMap(({ weights, bias }) => [weights, bias]),
    loss() {
      let logits: Tensor = x;
      layers.forEach(({ weights, bias }, i) => {
        logits = add(matMul(i === 0 ? logits : relu(logits), weights), bias);
      });
      return meanCrossEntropy(labels, logits);
    },
  });
}
