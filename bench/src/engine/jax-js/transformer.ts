/** @file Training of a transformer's block. */
import { nn, numpy as np } from "@jax-js/jax";
import type { Transformer } from "../../workload/types.ts";
import type { Inputs, Job } from "../contract.ts";
import type { Arrays } from "./arrays.ts";
import { meanCrossEntropy } from "./cross-entropy.ts";
import { normalise } from "./maps.ts";
import { parameter, trainingJob } from "./training.ts";

const names = ["scale1", "shift1", "scale2", "shift2", "wq", "wk", "wv", "wo", "w1", "b1", "w2", "b2", "w3", "b3"];

// Axes of batch, place, head, feature, and the place that is attended to.
const [B, L, H, F, S] = [0, 1, 2, 3, 4];

/**
 * What `nn.dotProductAttention` computes, in the same steps. That one writes them as expressions in letters, which are read
 * with iterator helpers: Node 20 has none.
 */
function causalAttention(query: np.Array, key: np.Array, value: np.Array): np.Array {
  const [, length = 0, , features = 0] = query.shape;
  const products = np.einsum(query, [B, L, H, F], key, [B, S, H, F], [B, H, L, S]).mul(1 / Math.sqrt(features));
  const scores = np.where(np.tri(length, length, 0, { dtype: np.bool }), products, Number.NEGATIVE_INFINITY);
  return np.einsum(nn.softmax(scores, -1), [B, H, L, S], value, [B, S, H, F], [B, L, H, F]);
}

export function transformer({ batch, length, width, heads }: Transformer, inputs: Inputs): Promise<Job> {
  const split = (x: np.Array) => x.reshape([batch, length, heads, width / heads]);

  const attention = (x: np.Array, of: (name: string) => np.Array): np.Array => {
    const [query, key, value] = [np.matmul(x.ref, of("wq")), np.matmul(x.ref, of("wk")), np.matmul(x, of("wv"))];
    const heard = causalAttention(split(query), split(key), split(value));
    return np.matmul(heard.reshape([batch, length, width]), of("wo"));
  };

  const lossOf = (parameters: Arrays, x: np.Array, labels: np.Array): np.Array => {
    const of = (name: string) => parameter(parameters, name);
    const attended = x.ref.add(attention(normalise(x, of("scale1"), of("shift1")), of));
    const inner = np.matmul(normalise(attended.ref, of("scale2"), of("shift2")), of("w1")).add(of("b1"));
    const out = attended.add(np.matmul(nn.gelu(inner, { approximate: true }), of("w2")).add(of("b2")));
    const logits = np.matmul(out, of("w3")).add(of("b3"));
    return meanCrossEntropy(logits.reshape([batch * length, -1]), labels.reshape([batch * length]));
  };
  return trainingJob(lossOf, names, inputs);
}
