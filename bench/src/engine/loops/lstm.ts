/** @file Training of an LSTM layer and a linear layer, on the last frame with cross-entropy, or on all frames with CTC losses. */
import type { LstmCtc, Lstm as LstmWorkload } from "../../workload/types.ts";
import type { Inputs, Job } from "../contract.ts";
import { floats, integers } from "../inputs.ts";
import type { Arrays } from "./adam.ts";
import { meanCrossEntropy } from "./cross-entropy.ts";
import { ctcOver } from "./ctc-sequence.ts";
import { linear, linearBackward } from "./linear.ts";
import { Lstm } from "./lstm-layer.ts";
import { named, training } from "./training.ts";

export function lstm({ batch, frames, features, hidden, classes }: LstmWorkload, inputs: Inputs): Job {
  const x = timeMajor(floats(inputs, "x"), batch, frames, features);
  const labels = integers(inputs, "labels");
  const layer = new Lstm({ frames, batch, features, hidden });
  const ofLast = (array: Float32Array) => array.subarray((frames - 1) * batch * hidden);
  const [logits, dlogits] = [new Float32Array(batch * classes), new Float32Array(batch * classes)];
  return training(inputs, ["wx", "wh", "b", "wo", "bo"], (parameters, gradients) => {
    const [weights, dweights] = [lstmWeights(parameters), lstmWeights(gradients)];
    const wo = named(parameters, "wo");
    layer.forward(x, weights);
    linear(ofLast(layer.out), wo, named(parameters, "bo"), logits, batch);
    const loss = meanCrossEntropy(logits, labels, dlogits);
    const to = { x: ofLast(layer.dout.fill(0)), w: named(gradients, "wo"), b: named(gradients, "bo") };
    linearBackward(ofLast(layer.out), wo, dlogits, batch, to);
    layer.backward(x, weights, dweights);
    return loss;
  });
}

export function lstmCtc({ batch, frames, features, hidden, labels, classes }: LstmCtc, inputs: Inputs): Job {
  const x = timeMajor(floats(inputs, "x"), batch, frames, features);
  const targets = integers(inputs, "labels");
  const lstm = new Lstm({ frames, batch, features, hidden });
  const rows = frames * batch;
  const [logits, dlogits] = [new Float32Array(rows * classes), new Float32Array(rows * classes)];
  const lossOf = ctcOver({ frames, labels, classes });
  return training(inputs, ["wx", "wh", "b", "wo", "bo"], (parameters, gradients) => {
    const [weights, dweights] = [lstmWeights(parameters), lstmWeights(gradients)];
    const wo = named(parameters, "wo");
    lstm.forward(x, weights);
    linear(lstm.out, wo, named(parameters, "bo"), logits, rows);
    let loss = 0;
    for (let n = 0; n < batch; n++) {
      const target = targets.subarray(n * labels, (n + 1) * labels);
      loss += lossOf(logits, target, dlogits, n * classes, batch * classes) / batch;
    }
    for (let i = 0; i < dlogits.length; i++) (dlogits[i] as number) /= batch;
    const to = { x: lstm.dout.fill(0), w: named(gradients, "wo"), b: named(gradients, "bo") };
    linearBackward(lstm.out, wo, dlogits, rows, to);
    lstm.backward(x, weights, dweights);
    return loss;
  });
}

function lstmWeights(arrays: Arrays) {
  return { wx: named(arrays, "wx"), wh: named(arrays, "wh"), b: named(arrays, "b") };
}

/** From [batch, frames, features] to [frames, batch, features]. */
function timeMajor(x: Float32Array, batch: number, frames: number, features: number): Float32Array {
  const out = new Float32Array(x.length);
  for (let n = 0; n < batch; n++)
    for (let t = 0; t < frames; t++)
      out.set(x.subarray((n * frames + t) * features, (n * frames + t + 1) * features), (t * batch + n) * features);
  return out;
}
