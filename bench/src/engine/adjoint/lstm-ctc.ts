/** @file A recurrent layer, a linear one, and CTC. */
import { ctcLoss, nn, zeros } from "adjoint";
import type { LstmCtc } from "../../workload/types.ts";
import type { Inputs, Job } from "../contract.ts";
import { load, loadLabels } from "./load.ts";
import { training } from "./training.ts";

/**
 * The second bias of `nn.lstm` stays 0. `ctcLoss` takes the sum, because its mean would divide each loss by the number of
 * labels first.
 */
export function lstmCtc({ features, hidden, classes, batch }: LstmCtc, inputs: Inputs): Promise<Job> {
  const [x, labels, hiddenBias] = [load(inputs, "x"), loadLabels(inputs), zeros([1, 4 * hidden])];
  const read = nn.lstm(features, hidden);
  const score = nn.linear(hidden, classes);
  const weights = {
    read: {
      inputWeight: load(inputs, "wx"),
      inputBias: load(inputs, "b"),
      hiddenWeight: load(inputs, "wh", [1, hidden, 4 * hidden]),
    },
    score: { weight: load(inputs, "wo"), bias: load(inputs, "bo") },
  };
  return training([x, labels, hiddenBias], weights, (given) => {
    const { output } = read.with({ ...given.read, hiddenBias })(x);
    return ctcLoss(score.with(given.score)(output), labels, { reduction: "sum" }).div(batch);
  });
}
