/** @file A recurrent layer with a linear one, trained to tell sequences apart, or to read them by CTC. */
import { crossEntropy, ctcLoss, nn, type Tensor, zeros } from "adjoint";
import type { Lstm, LstmCtc } from "../../workload/types.ts";
import type { Inputs, Job } from "../contract.ts";
import { load, loadLabels } from "./load.ts";
import { training } from "./training.ts";

export function lstm(of: Lstm, inputs: Inputs): Promise<Job> {
  const [x, labels] = [load(inputs, "x"), loadLabels(inputs)];
  const { layers, weights, hiddenBias } = build(of, inputs);
  return training([x, labels, hiddenBias], weights, (given) => {
    const { output } = layers.read.with({ ...given.read, hiddenBias })(x);
    const last = output.slice([0, of.frames - 1, 0], [of.batch, of.frames, of.hidden]).reshape([of.batch, of.hidden]);
    return crossEntropy(layers.score.with(given.score)(last), labels);
  });
}

/** `ctcLoss` takes the sum, because its mean would divide each loss by the number of labels first. */
export function lstmCtc(of: LstmCtc, inputs: Inputs): Promise<Job> {
  const [x, labels] = [load(inputs, "x"), loadLabels(inputs)];
  const { layers, weights, hiddenBias } = build(of, inputs);
  return training([x, labels, hiddenBias], weights, (given) => {
    const { output } = layers.read.with({ ...given.read, hiddenBias })(x);
    return ctcLoss(layers.score.with(given.score)(output), labels, { reduction: "sum" }).div(of.batch);
  });
}

/** The second bias of `nn.lstm` stays 0. */
function build({ features, hidden, classes }: Lstm | LstmCtc, inputs: Inputs) {
  const layers = { read: nn.lstm(features, hidden), score: nn.linear(hidden, classes) };
  const weights = {
    read: {
      inputWeight: load(inputs, "wx"),
      inputBias: load(inputs, "b"),
      hiddenWeight: load(inputs, "wh", [1, hidden, 4 * hidden]),
    },
    score: { weight: load(inputs, "wo"), bias: load(inputs, "bo") },
  } satisfies Record<string, Record<string, Tensor>>;
  return { layers, weights, hiddenBias: zeros([1, 4 * hidden]) };
}
