/** @file A block of a decoder. */
import { arange, crossEntropy, layerNorm, type Tensor, where } from "adjoint";
import type { Transformer } from "../../workload/types.ts";
import type { Inputs, Job } from "../contract.ts";
import { load, loadLabels } from "./load.ts";
import { training } from "./training.ts";

export function transformer({ heads }: Transformer, inputs: Inputs): Promise<Job> {
  const [x, labels] = [load(inputs, "x"), loadLabels(inputs)];
  const weights = loadWeights(inputs);
  return training([x, labels], weights, ({ norm1, attention, norm2, wide, narrow, scores }) => {
    const middle = x.add(attend(layerNorm(x, norm1), attention, heads));
    const activations = linear(layerNorm(middle, norm2), wide).geluTanh();
    const last = middle.add(linear(activations, narrow));
    return crossEntropy(linear(last, scores), labels);
  });
}

type Attention = Readonly<Record<"query" | "key" | "value" | "out", Tensor>>;
type Linear = Readonly<Record<"weight" | "bias", Tensor>>;

function loadWeights(inputs: Inputs) {
  const of = (name: string): Tensor => load(inputs, name);
  const linearOf = (i: number): Linear => ({ weight: of(`w${i}`), bias: of(`b${i}`) });
  const attention: Attention = { query: of("wq"), key: of("wk"), value: of("wv"), out: of("wo") };
  return {
    norm1: { scale: of("scale1"), bias: of("shift1") },
    attention,
    norm2: { scale: of("scale2"), bias: of("shift2") },
    wide: linearOf(1),
    narrow: linearOf(2),
    scores: linearOf(3),
  };
}

function linear(x: Tensor, { weight, bias }: Linear): Tensor {
  return x.matmul(weight).add(bias);
}

/** Causal attention. Shapes: [N, L, D] → [N, L, D]. */
function attend(x: Tensor, { query, key, value, out }: Attention, heads: number): Tensor {
  const [batch = 0, length = 0, width = 0] = x.shape;
  const headWidth = width / heads;
  const split = (y: Tensor): Tensor => y.reshape([batch, length, heads, headWidth]).permute([0, 2, 1, 3]);
  const [q, k, v] = [split(x.matmul(query)), split(x.matmul(key)), split(x.matmul(value))];
  const positions = arange(length);
  const isVisible = positions.lessEqual(positions.reshape([length, 1]));
  const similarity = q.matmul(k.transpose()).div(Math.sqrt(headWidth));
  const attended = where(isVisible, similarity, Number.NEGATIVE_INFINITY).softmax().matmul(v);
  return attended.permute([0, 2, 1, 3]).reshape([batch, length, width]).matmul(out);
}
