/** @file Training of a multilayer perceptron. */
import { nn, numpy as np } from "@jax-js/jax";
import type { Mlp } from "../../workload/types.ts";
import type { Inputs, Job } from "../contract.ts";
import type { Arrays } from "./arrays.ts";
import { meanCrossEntropy } from "./cross-entropy.ts";
import { parameter, trainingJob } from "./training.ts";

export function mlp({ sizes }: Mlp, inputs: Inputs): Promise<Job> {
  const layers = sizes.slice(1).map((_, i) => i);
  const lossOf = (parameters: Arrays, x: np.Array, labels: np.Array): np.Array => {
    const logits = layers.reduce((x, i) => {
      const out = np.matmul(x, parameter(parameters, `w${i}`)).add(parameter(parameters, `b${i}`));
      return i === layers.length - 1 ? out : nn.relu(out);
    }, x);
    return meanCrossEntropy(logits, labels);
  };
  return trainingJob(
    lossOf,
    layers.flatMap((i) => [`w${i}`, `b${i}`]),
    inputs,
  );
}
