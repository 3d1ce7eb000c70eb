/** @file Layers with ReLU between them. */
import { crossEntropy, type Tensor } from "adjoint";
import type { Mlp } from "../../workload/types.ts";
import type { Inputs, Job } from "../contract.ts";
import { load, loadLabels } from "./load.ts";
import { training } from "./training.ts";

type Layer = Readonly<Record<"weight" | "bias", Tensor>>;

export function mlp({ sizes }: Mlp, inputs: Inputs): Promise<Job> {
  const [x, labels] = [load(inputs, "x"), loadLabels(inputs)];
  const layers = sizes.slice(1).map((_, i): Layer => ({ weight: load(inputs, `w${i}`), bias: load(inputs, `b${i}`) }));
  const last = layers.length - 1;
  const predict = (given: readonly Layer[]): Tensor =>
    given.reduce((h, { weight, bias }, i) => {
      const sum = h.matmul(weight).add(bias);
      return i < last ? sum.relu() : sum;
    }, x);
  return training([x, labels], layers, (given) => crossEntropy(predict(given), labels));
}
