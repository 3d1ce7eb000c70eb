/** @file An LSTM layer with a linear one, trained to tell sequences apart. */
import {
  add,
  matMul,
  mul,
  reshape,
  sigmoid,
  split,
  type Tensor,
  tanh,
  tidy,
  transpose,
  unstack,
  zeros,
} from "@tensorflow/tfjs-core";
import type { Lstm } from "../../workload/types.ts";
import type { Inputs, Job } from "../contract.ts";
import { meanCrossEntropy } from "./cross-entropy.ts";
import { load, loadOneHot } from "./load.ts";
import { loadParameter, trainingJob } from "./training-job.ts";

/** The features of all frames are multiplied at once, which its own cell does frame by frame. */
export function lstm({ batch, frames, features, hidden, classes }: Lstm, inputs: Inputs): Promise<Job> {
  const given = load(inputs, "x");
  const x = tidy(() => reshape(transpose(given, [1, 0, 2]), [frames * batch, features]));
  const labels = loadOneHot(inputs, classes);
  const start = zeros([batch, hidden]);
  const [wx, wh, b] = [loadParameter(inputs, "wx"), loadParameter(inputs, "wh"), loadParameter(inputs, "b")];
  const [wo, bo] = [loadParameter(inputs, "wo"), loadParameter(inputs, "bo")];
  return trainingJob({
    data: [given, x, labels, start],
    parameters: [wx, wh, b, wo, bo],
    loss() {
      const ofFrames = unstack(reshape(add(matMul(x, wx), b), [frames, batch, 4 * hidden]));
      let [h, c]: [Tensor, Tensor] = [start, start];
      for (const ofFrame of ofFrames) {
        const [i, f, g, o] = split(add(ofFrame, matMul(h, wh)), 4, 1) as [Tensor, Tensor, Tensor, Tensor];
        c = add(mul(sigmoid(f), c), mul(sigmoid(i), tanh(g)));
        h = mul(sigmoid(o), tanh(c));
      }
      return meanCrossEntropy(labels, add(matMul(h, wo), bo));
    },
  });
}
