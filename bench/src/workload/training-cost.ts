/** @file The nominal cost of training steps: forward, backward and Adam, by the conventions of `cost.ts`. */
import type { Cost } from "./cost.ts";
import type { Lstm, LstmCtc, Mlp, Transformer } from "./types.ts";
import {
  adamCost,
  CROSS_ENTROPY,
  ctcFlops,
  GELU,
  GELU_GRADIENT,
  LAYER_NORM,
  LAYER_NORM_INPUT_GRADIENT,
  LAYER_NORM_PARAMETER_GRADIENT,
  SOFTMAX,
  SOFTMAX_GRADIENT,
} from "./unit-costs.ts";

/** Its loss is read: 4 bytes. */
function stepCost(flops: number, parameters: number, inputs: number): Cost {
  const update = adamCost(parameters);
  return { flops: flops + update.flops, bytes: 4 * (inputs + 1) + update.bytes };
}

/** Each layer multiplies forward, for its weights, and, all but the first, for its input. */
export function mlpCost({ batch, sizes }: Mlp): Cost {
  let [flops, parameters] = [0, 0];
  for (let layer = 0; layer + 1 < sizes.length; layer++) {
    const [from, to] = [sizes[layer] ?? 0, sizes[layer + 1] ?? 0];
    const products = layer === 0 ? 2 : 3;
    flops += products * 2 * batch * from * to;
    // The bias and its gradient; ReLU and its own, of all but the last.
    flops += (layer + 2 < sizes.length ? 4 : 2) * batch * to;
    parameters += from * to + to;
  }
  const [features, classes] = [sizes[0] ?? 0, sizes.at(-1) ?? 0];
  return stepCost(flops + CROSS_ENTROPY * batch * classes, parameters, batch * (features + 1));
}

/** Of a unit in a frame: 4 biases, 5 activations, 3 for the cell, 1 for the output. */
const LSTM_UNIT = 13;
/** Gradients of output and cell (10), of the gates (12), of the biases (4). */
const LSTM_UNIT_GRADIENT = 26;

export function lstmCost(of: Lstm): Cost {
  return recurrentCost(of, of.batch, CROSS_ENTROPY * of.batch * of.classes, of.batch);
}

export function lstmCtcCost(of: LstmCtc): Cost {
  const { batch, frames, labels, classes } = of;
  return recurrentCost(of, batch * frames, ctcFlops(batch, frames, labels, classes), batch * labels);
}

/** With a linear layer on so many `rows`, and the loss. */
function recurrentCost(of: Lstm | LstmCtc, rows: number, lossFlops: number, labels: number): Cost {
  const { batch, frames, features, hidden, classes } = of;
  const steps = batch * frames;
  const gates = 4 * hidden;
  // For weights forward and backward; and for the state before, not for the features.
  const products = 2 * steps * gates * (2 * (features + hidden) + hidden) + 3 * 2 * rows * hidden * classes;
  const units = steps * hidden * (LSTM_UNIT + LSTM_UNIT_GRADIENT) + 2 * rows * classes;
  const parameters = gates * (features + hidden + 1) + classes * (hidden + 1);
  return stepCost(products + units + lossFlops, parameters, steps * features + labels);
}

export function transformerCost({ batch, length, width, heads, classes }: Transformer): Cost {
  const tokens = batch * length;
  const inner = 4 * width;
  const weights = 4 * width ** 2 + 2 * width * inner + width * classes;
  // Attention looks back only.
  const pairs = batch * ((length * (length + 1)) / 2);
  // Forward, and backward for both factors; scores and weighted values are products too.
  const products = 3 * 2 * (tokens * weights + 2 * pairs * width);
  // With the scaling of the scores, there and back.
  const attention = pairs * heads * (SOFTMAX + SOFTMAX_GRADIENT + 2);
  // The input of the first norm has no gradient.
  const norms = tokens * width * (2 * (LAYER_NORM + LAYER_NORM_PARAMETER_GRADIENT) + LAYER_NORM_INPUT_GRADIENT);
  // Each bias is added, and its gradient summed; both residuals are added, and one of their gradients.
  const sums = tokens * (2 * (inner + width + classes) + 3 * width);
  const rest = tokens * (inner * (GELU + GELU_GRADIENT) + classes * CROSS_ENTROPY);
  const parameters = weights + 4 * width + inner + width + classes;
  return stepCost(products + attention + norms + sums + rest, parameters, tokens * (width + 1));
}
