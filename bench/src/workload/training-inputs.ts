/** @file The inputs of training: a batch, and the weights that it begins with. */
import { constant, integers, type Specs, uniform, weights } from "./specs.ts";
import type { Lstm, LstmCtc, Mlp, Transformer } from "./types.ts";

export const trainingSpecs = {
  mlp,
  memory: mlp,
  lstm,
  "lstm-ctc": lstmCtc,
  transformer,
};

function mlp({ batch, sizes }: Mlp): Specs {
  const first = sizes[0] ?? 0;
  const specs: Record<string, Specs[string]> = {
    x: uniform(1, [batch, first]),
    labels: integers(2, [batch], 0, sizes.at(-1) ?? 0),
  };
  let fanIn = first;
  for (const [i, fanOut] of sizes.slice(1).entries()) {
    specs[`w${i}`] = weights(3 + i, fanIn, fanOut);
    specs[`b${i}`] = constant([fanOut], 0);
    fanIn = fanOut;
  }
  return specs;
}

function lstm(of: Lstm): Specs {
  return { labels: integers(2, [of.batch], 0, of.classes), ...recurrent(of) };
}

function lstmCtc(of: LstmCtc): Specs {
  return { labels: integers(2, [of.batch, of.labels], 1, of.classes), ...recurrent(of) };
}

/** The sequences, and the weights of an LSTM layer and of a linear one. */
function recurrent({ batch, frames, features, hidden, classes }: Lstm | LstmCtc): Specs {
  return {
    x: uniform(1, [batch, frames, features]),
    wx: weights(3, features, 4 * hidden),
    wh: weights(4, hidden, 4 * hidden),
    b: constant([4 * hidden], 0),
    wo: weights(5, hidden, classes),
    bo: constant([classes], 0),
  };
}

function transformer({ batch, length, width, classes }: Transformer): Specs {
  return {
    x: uniform(1, [batch, length, width]),
    labels: integers(2, [batch, length], 0, classes),
    scale1: constant([width], 1),
    shift1: constant([width], 0),
    wq: weights(3, width, width),
    wk: weights(4, width, width),
    wv: weights(5, width, width),
    wo: weights(6, width, width),
    scale2: constant([width], 1),
    shift2: constant([width], 0),
    w1: weights(7, width, 4 * width),
    b1: constant([4 * width], 0),
    w2: weights(8, 4 * width, width),
    b2: constant([width], 0),
    w3: weights(9, width, classes),
    b3: constant([classes], 0),
  };
}
